/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.bootstrap;

/**
 * The group of the agent's threads. Its class is in the boot loader, as that of every object of the agent has to be
 * that the application can reach: any thread can list the thread groups of the process, and the class of an object
 * leads to its class loader. Any thread.
 */
public final class AgentThreadGroup extends ThreadGroup {
    private final Thread.UncaughtExceptionHandler handler;

    /** @param handler gets what a thread of the group does not catch, in place of standard error */
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
