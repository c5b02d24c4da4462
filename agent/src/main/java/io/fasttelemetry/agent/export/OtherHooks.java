/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export;

import io.fasttelemetry.bootstrap.JdkFields;
import java.util.Map;

/**
 * The application's shutdown hooks, which run concurrently with the agent's, in no order. They can record spans: of
 * requests that a server finishes while it stops, for instance. The JDK has no method that lists hooks, so they are
 * read from its private field; where that fails none are known, and their spans may come too late to be sent.
 */
final class OtherHooks {
    private final Map<?, ?> hooks;

    private OtherHooks(Map<?, ?> hooks) {
        this.hooks = hooks;
    }

    /**
     * Finds the hooks. To be called before the shutdown, when the JDK clears its list, and not before the application
     * starts, since it loads classes.
     */
    static OtherHooks find() {
        return new OtherHooks(JdkFields.shutdownHooks());
    }

    /**
     * A hook that has not ended, null when all have. To be called from a running hook only: before the shutdown the
     * list may still change.
     */
    Thread firstRunning() {
        for (Object key : hooks.keySet()) {
            Thread hook = (Thread) key;
            if (hook != Thread.currentThread() && !hasEnded(hook)) {
                return hook;
            }
        }
        return null;
    }

    /**
     * Whether a hook has run. Calls final methods only, which {@code getState} is not: a thread has its group until it
     * ends.
     */
    static boolean hasEnded(Thread hook) {
        return !hook.isAlive() && hook.getThreadGroup() == null;
    }
}
