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
 * Reads private fields of the JDK for which there are no methods. Done in the recorder, which is in {@code java.base}
 * and has access, unlike the classes of the agent's own loader. Reads only, and reveals nothing to the application that
 * it did not set itself.
 *
 * <p>Loads classes at the first call, so not to be called before the application starts. Any thread. Never throws: in a
 * JDK without such a field the answer is empty or false.
 */
public final class JdkFields {
    private JdkFields() {}

    /**
     * The shutdown hooks of this process, as a live view of the JDK's own map, whose keys are the hooks. Empty if
     * called during the shutdown, when the JDK has cleared its reference, or if the field is unknown.
     */
    public static Map<?, ?> shutdownHooks() {
        try {
            VarHandle handle = handle("java.lang.ApplicationShutdownHooks", "hooks", IdentityHashMap.class);
            IdentityHashMap<?, ?> hooks = (IdentityHashMap<?, ?>) handle.get(); // the exact type: no code is generated
            return hooks == null ? Collections.emptyMap() : Collections.unmodifiableMap(hooks);
        } catch (Throwable t) {
            return Collections.emptyMap();
        }
    }

    /**
     * Whether the application has set a factory for the implementation of plain sockets, {@link
     * Socket#setSocketImplFactory}.
     */
    public static boolean isSocketFactorySet() {
        try {
            VarHandle handle = handle("java.net.Socket", "factory", SocketImplFactory.class);
            SocketImplFactory factory = (SocketImplFactory) handle.getVolatile();
            return factory != null;
        } catch (Throwable t) {
            return false;
        }
    }

    /** Finds a static field without reflection, for which JDK 18 and later generate code, which takes 10 ms. */
    private static VarHandle handle(String owner, String field, Class<?> type) throws ReflectiveOperationException {
        Class<?> keeper = Class.forName(owner);
        return MethodHandles.privateLookupIn(keeper, MethodHandles.lookup()).findStaticVarHandle(keeper, field, type);
    }
}
