/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export;

import java.util.concurrent.ThreadFactory;

/**
 * Makes threads for a pool, as long as it does not ask for them again and again. A pool replaces a thread that an Error has
 * ended; where the heap is exhausted the next one ends the same way, and that would go on for ever. Beyond
 * {@value #MOST_COUNT} threads in ten seconds there is none, which a pool understands. Any thread.
 */
final class FewThreads implements ThreadFactory {
    static final int MOST_COUNT = 100;

    private static final long PERIOD_NANOS = 10_000_000_000L;

    private final ThreadFactory factory;
    private long periodBeganNanos = System.nanoTime();
    private int count;

    FewThreads(ThreadFactory factory) {
        this.factory = factory;
    }

    @Override
    public synchronized Thread newThread(Runnable work) {
        long now = System.nanoTime();
        if (now - periodBeganNanos >= PERIOD_NANOS) {
            periodBeganNanos = now;
            count = 0;
        }
        return count++ < MOST_COUNT ? factory.newThread(work) : null;
    }
}
