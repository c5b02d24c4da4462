/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * The shutdown hooks of this process, which run beside ours in no order: requests that a server finishes while it stops, for
 * instance, become spans in them. The JDK tells nobody which hooks there are, so they are read from where it keeps them;
 * {@code java.lang} is open to the agent's loader. Where that fails there are none, and spans of hooks may come too late.
 */
final class OtherHooks {
    private final Map<?, ?> hooks;

    private OtherHooks(Map<?, ?> hooks) {
        this.hooks = hooks;
    }

    /** To be called before the shutdown, when the JDK forgets them. Loads classes, so not before the application starts. */
    static OtherHooks find() {
        try {
            // not by reflection, for which JDK 18 and later spin method handles: 10 ms
            Class<?> keeper = Class.forName("java.lang.ApplicationShutdownHooks");
            VarHandle handle = MethodHandles.privateLookupIn(keeper, MethodHandles.lookup())
                    .findStaticVarHandle(keeper, "hooks", IdentityHashMap.class);
            IdentityHashMap<?, ?> found = (IdentityHashMap<?, ?>) handle.get();
            if (found != null) {
                return new OtherHooks(found);
            }
        } catch (Throwable t) {
            // not in this JDK, or not as an agent
        }
        return new OtherHooks(Collections.emptyMap());
    }

    /** One that has not ended, null when all have. For a running hook alone: before the shutdown they may still change. */
    Thread firstRunning() {
        for (Object key : hooks.keySet()) {
            Thread hook = (Thread) key;
            if (hook != Thread.currentThread() && (hook.isAlive() || isNew(hook))) {
                return hook;
            }
        }
        return null;
    }

    /**
     * Whether its turn to be started has yet to come. A hook that is of the application's own class may have a {@code getState} of its
     * own, which is not called: it would be the application's code, and such a hook counts once it runs.
     */
    static boolean isNew(Thread hook) {
        try {
            return (hook.getClass() == Thread.class
                            || hook.getClass().getMethod("getState").getDeclaringClass() == Thread.class)
                    && hook.getState() == Thread.State.NEW;
        } catch (Throwable t) {
            return false; // a class of the application that cannot be linked
        }
    }
}
