/* SPDX-License-Identifier: Apache-2.0 */
package com.acme.bench;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;

/**
 * What a span costs the thread that records it, in CPU time and bytes. All threads run the same variant at the same
 * time, in bursts that fit the agent's buffers, with a pause after each so that the agent can empty them. The order
 * of the variants turns with the rounds. As many rounds as are measured go before them, to warm up.
 */
final class Cost {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int VARIANTS = Variant.NAMES.length;

    /** An agent's first requests take longer: classes are loaded, code is interpreted. */
    private static final int COLD_ROUNDS = 3;

    private static final int COLD_PAUSE_MILLIS = 1000;

    private final int threads;
    private final int rounds;
    private final int burstRequests;
    private final int pauseMillis;
    private final CyclicBarrier together;
    /** By thread, then variant, then round. */
    private final long[][][] nanos;

    private final long[][][] bytes;

    /** @param burstSpans of all threads together */
    Cost(int threads, int rounds, int burstSpans, int pauseMillis) {
        this.threads = threads;
        this.rounds = rounds;
        this.burstRequests = burstSpans / Variant.SPANS_PER_REQUEST / threads;
        this.pauseMillis = pauseMillis;
        together = new CyclicBarrier(threads);
        nanos = new long[threads][VARIANTS][rounds];
        bytes = new long[threads][VARIANTS][rounds];
    }

    void run() throws InterruptedException {
        Thread[] workers = new Thread[threads];
        for (int t = 0; t < threads; t++) {
            int index = t;
            workers[t] = new Thread(() -> work(index), "worker-" + t);
            workers[t].start();
        }
        for (Thread worker : workers) {
            worker.join();
        }
        double spans = (double) threads * burstRequests * Variant.SPANS_PER_REQUEST;
        for (int round = 0; round < rounds; round++) {
            for (int variant = 0; variant < VARIANTS; variant++) {
                long cpuNanos = 0;
                long allocatedBytes = 0;
                for (int t = 0; t < threads; t++) {
                    cpuNanos += nanos[t][variant][round];
                    allocatedBytes += bytes[t][variant][round];
                }
                System.out.printf(
                        Locale.ROOT,
                        "sample %s %.2f %.2f%n",
                        Variant.NAMES[variant],
                        cpuNanos / spans,
                        allocatedBytes / spans);
            }
        }
        Requests.started(2L * rounds * (long) spans);
    }

    private void work(int thread) {
        Variant variants = new Variant();
        long id = Thread.currentThread().getId();
        for (int round = -rounds; round < rounds; round++) {
            for (int i = 0; i < VARIANTS; i++) {
                int variant = (i + round + rounds) % VARIANTS;
                meet();
                long bytesBefore = THREADS.getThreadAllocatedBytes(id);
                long nanosBefore = THREADS.getCurrentThreadCpuTime();
                variants.run(variant, burstRequests);
                long nanosAfter = THREADS.getCurrentThreadCpuTime();
                long bytesAfter = THREADS.getThreadAllocatedBytes(id);
                if (round >= 0) {
                    nanos[thread][variant][round] = nanosAfter - nanosBefore;
                    bytes[thread][variant][round] = bytesAfter - bytesBefore;
                }
                meet();
                Requests.pause(
                        variant == Variant.TRACED && round < COLD_ROUNDS - rounds ? COLD_PAUSE_MILLIS : pauseMillis);
            }
        }
    }

    private void meet() {
        try {
            together.await();
        } catch (InterruptedException | BrokenBarrierException e) {
            throw new IllegalStateException(e);
        }
    }
}
