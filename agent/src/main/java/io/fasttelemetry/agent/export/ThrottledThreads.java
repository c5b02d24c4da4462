/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export;

import java.util.concurrent.ThreadFactory;

/**
 * Makes threads for a pool, slowly if it asks for them again and again. A pool replaces a thread that an Error has
 * ended; where the heap is exhausted the next one ends the same way, and so on for ever. Beyond {@value #MOST_COUNT}
 * threads in ten seconds each one takes its asker a tenth of a second. Refusing instead would be taken for an answer:
 * OkHttp then never asks again. Any thread.
 */
public final class ThrottledThreads implements ThreadFactory {
    static final int MOST_COUNT = 100;
    static final long DELAY_MILLIS = 100;

    private static final long PERIOD_NANOS = 10_000_000_000L;

    private final ThreadFactory factory;
    private long periodBeganNanos = System.nanoTime();
    private int count;

    public ThrottledThreads(ThreadFactory factory) {
        this.factory = factory;
    }

    @Override
    public Thread newThread(Runnable work) {
        if (isTooMany()) {
            try {
                Thread.sleep(DELAY_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        return factory.newThread(work);
    }

    private synchronized boolean isTooMany() {
        long now = System.nanoTime();
        if (now - periodBeganNanos >= PERIOD_NANOS) {
            periodBeganNanos = now;
            count = 0;
        }
        return count++ >= MOST_COUNT;
    }
}
