/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export.transport;

import java.util.concurrent.ThreadFactory;

/**
 * Thread factory that limits how fast a pool can replace its threads. A pool replaces a thread that an Error has
 * ended; in an exhausted heap the next one ends the same way, and so on in a busy loop. After {@value #MAX_COUNT}
 * threads in ten seconds, {@link #newThread} sleeps for {@value #DELAY_MILLIS} ms before each further one. It does not
 * refuse: OkHttp would never ask again. Any thread.
 */
public final class ThrottledThreads implements ThreadFactory {
    static final int MAX_COUNT = 100;
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
        return count++ >= MAX_COUNT;
    }
}
