/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.bootstrap;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.Socket;
import java.net.SocketImplFactory;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * What the JDK tells nobody and keeps in private fields. Here, since the recorder is in {@code java.base} and may read
 * them, while the agent's own loader has no rights in the JDK. Reads only, and tells the application nothing that it
 * did not set.
 *
 * <p>Loads classes at the first call, so not to be called before the application starts. Any thread; never throws: of
 * a JDK that has no such field nothing is known.
 */
public final class JdkFields {
    private JdkFields() {}

    /**
     * The shutdown hooks of this process as they are now, and later ones too: a view of the JDK's own map, by hook.
     * Empty during the shutdown, when the JDK forgets them, and where it is unknown.
     */
    public static Map<?, ?> shutdownHooks() {
        try {
            VarHandle handle = handle("java.lang.ApplicationShutdownHooks", "hooks", IdentityHashMap.class);
            IdentityHashMap<?, ?> hooks = (IdentityHashMap<?, ?>) handle.get(); // with its very type nothing is spun
            return hooks == null ? Collections.emptyMap() : Collections.unmodifiableMap(hooks);
        } catch (Throwable t) {
            return Collections.emptyMap();
        }
    }

    /** Whether the application makes the implementation of plain sockets: {@link Socket#setSocketImplFactory}. */
    public static boolean isSocketFactorySet() {
        try {
            VarHandle handle = handle("java.net.Socket", "factory", SocketImplFactory.class);
            SocketImplFactory factory = (SocketImplFactory) handle.getVolatile();
            return factory != null;
        } catch (Throwable t) {
            return false;
        }
    }

    /** Not reflection, for which JDK 18 and later spin code: 10 ms. */
    private static VarHandle handle(String owner, String field, Class<?> type) throws ReflectiveOperationException {
        Class<?> keeper = Class.forName(owner);
        return MethodHandles.privateLookupIn(keeper, MethodHandles.lookup()).findStaticVarHandle(keeper, field, type);
    }
}
