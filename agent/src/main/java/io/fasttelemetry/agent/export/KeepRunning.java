/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export;

/**
 * Runs a task until it returns, again after whatever it throws. In a full heap any instruction can throw, in a {@code
 * catch} block too, and a thread that ends that way is never replaced.
 *
 * <p>So after a throw there is only a store into a field, and all that needs memory is done within the next pass. The
 * JVM resolves the class that a handler catches when it first needs it, which takes memory as well; {@link #rehearse}
 * has it do so beforehand. Used by one thread, after {@link #rehearse} on the thread that starts it.
 */
final class KeepRunning implements Runnable {
    /** The task and its recovery from an error. */
    interface Task {
        /**
         * Called before {@link #run} is called again, with what it threw. If this throws, it is called again with that.
         */
        void recover(Throwable failure);

        /** Does the work; returns when it need not be called again. */
        void run();
    }

    private final Task task;
    private boolean rehearsing;
    private Throwable failure;

    KeepRunning(Task task) {
        this.task = task;
    }

    /** Goes through the handling of a failure once. */
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
            failure = t; // nothing else here: see above
            return false;
        }
    }
}
