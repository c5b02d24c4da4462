/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export.transport.okhttp;

import java.util.concurrent.TimeUnit;
import okio.AsyncTimeout;

/**
 * A dummy deadline that keeps Okio's watchdog thread asleep while requests come and go. Okio wakes that thread whenever
 * a new deadline becomes the earliest one, as that of the only request always would. The dummy is five seconds away, so
 * requests with longer timeouts are never the earliest; it is renewed as long as there are requests. Thread-safe.
 */
class EarlierDeadline extends AsyncTimeout {
    private static final long PERIOD_MILLIS = 5_000;
    private static final long GRACE_NANOS = 1_000_000_000L;

    private final long periodNanos;
    private boolean set;
    private boolean wanted;
    private long setNanos;

    EarlierDeadline() {
        this(PERIOD_MILLIS);
    }

    EarlierDeadline(long periodMillis) {
        timeout(periodMillis, TimeUnit.MILLISECONDS);
        periodNanos = TimeUnit.MILLISECONDS.toNanos(periodMillis);
    }

    /**
     * Renews the dummy for a request that is about to begin. If the watchdog is long overdue, waits a moment for it: in
     * a process that was stopped for a while, or after the machine slept, all threads wake at once.
     *
     * @throws InternalError if the watchdog thread has ended: no deadline is kept any more, and Okio starts no other
     */
    synchronized void keep() {
        wanted = true;
        if (!set) {
            set();
        } else if (isOverdue() && !comesWithin(GRACE_NANOS)) {
            throw new InternalError("the thread that watches over timeouts has ended");
        }
    }

    private boolean isOverdue() {
        return set && System.nanoTime() - setNanos > 3 * periodNanos;
    }

    private boolean comesWithin(long nanos) {
        long beganNanos = System.nanoTime();
        boolean interrupted = false;
        while (isOverdue() && System.nanoTime() - beganNanos < nanos) {
            try {
                wait(10);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return !isOverdue();
    }

    private void set() {
        setNanos = System.nanoTime();
        enter();
        set = true;
    }

    /** Called on the watchdog thread. */
    @Override
    protected synchronized void timedOut() {
        exit();
        set = false;
        if (wanted) {
            wanted = false;
            set();
        }
        notifyAll();
    }
}
