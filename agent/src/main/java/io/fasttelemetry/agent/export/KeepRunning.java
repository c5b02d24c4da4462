/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export;

/**
 * Runs a task, and runs it again whatever it throws, until it returns. In a full heap any instruction can throw, that
 * of a {@code catch} block too, and a thread that ends so is never replaced.
 *
 * <p>So what is done when the task has thrown is two stores into fields, and all that needs memory is tried within the
 * next pass. The JVM resolves the class that a handler catches when it first needs it, which takes memory as well:
 * {@link #rehearse} has it do so in good time. For one thread, after {@link #rehearse} on the one that starts it.
 */
final class KeepRunning implements Runnable {
    /** What is run. */
    interface Task {
        /** Called before {@link #run} is called again, with what it threw; what this throws leads to another call. */
        void recover(Throwable failure);

        /** Does everything; returns when it need not be called again. */
        void run();
    }

    private final Task task;
    private boolean rehearsing;
    private Throwable failure;

    KeepRunning(Task task) {
        this.task = task;
    }

    /** Goes through a failure once. */
    void rehearse() {
        rehearsing = true;
        pass();
        failure = null;
    }

    @Override
    @SuppressWarnings("StatementWithEmptyBody")
    public void run() {
        while (!pass()) {
            // again
        }
    }

    private boolean pass() {
        try {
            if (rehearsing) {
                rehearsing = false;
                throw new IllegalStateException();
            }
            if (failure != null) {
                task.recover(failure);
                failure = null;
            }
            task.run();
            return true;
        } catch (Throwable t) {
            failure = t; // and no more: see above
            return false;
        }
    }
}
