/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.bootstrap;

/**
 * The group of the agent's threads. Of the boot loader, as everything of the agent's that the application can get hold
 * of has to be: any thread finds the groups of a process, and the class of an object leads to its loader. Any thread.
 */
public final class AgentThreadGroup extends ThreadGroup {
    private final Thread.UncaughtExceptionHandler handler;

    /** @param handler learns what a thread of the group does not catch, instead of standard error */
    public AgentThreadGroup(String name, Thread.UncaughtExceptionHandler handler) {
        super(root(), name);
        this.handler = handler;
    }

    private static ThreadGroup root() {
        ThreadGroup group = Thread.currentThread().getThreadGroup();
        while (group.getParent() != null) {
            group = group.getParent();
        }
        return group;
    }

    @Override
    public void uncaughtException(Thread thread, Throwable failure) {
        handler.uncaughtException(thread, failure);
    }
}
