/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export;

import io.fasttelemetry.bootstrap.JdkFields;
import java.util.Map;

/**
 * The shutdown hooks of this process, which run beside ours in no order: requests that a server finishes while it
 * stops, for instance, become spans in them. The JDK tells nobody which hooks there are, so they are read from where it
 * keeps them; {@code java.lang} is open to the agent's loader. Where that fails there are none, and spans of hooks may
 * come too late.
 */
final class OtherHooks {
    private final Map<?, ?> hooks;

    private OtherHooks(Map<?, ?> hooks) {
        this.hooks = hooks;
    }

    /**
     * To be called before the shutdown, when the JDK forgets them. Loads classes, so not before the application starts.
     */
    static OtherHooks find() {
        return new OtherHooks(JdkFields.shutdownHooks());
    }

    /**
     * One that has not ended, null when all have. For a running hook alone: before the shutdown they may still change.
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

    /** By methods that are final, as {@code getState} is not: a thread has its group from its making to its end. */
    static boolean hasEnded(Thread hook) {
        return !hook.isAlive() && hook.getThreadGroup() == null;
    }
}
