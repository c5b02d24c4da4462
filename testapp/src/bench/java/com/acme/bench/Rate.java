/* SPDX-License-Identifier: Apache-2.0 */
package com.acme.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * What spans at a fixed rate cost the whole process: two threads wake every millisecond and do the requests that have
 * fallen due, whether or not the agent keeps up. CPU time is that of the process between two moments: after a warm-up
 * as long as the measured time, and at its end. The start and the exit of the JVM are not in it.
 */
final class Rate {
    private static final int THREADS = 2;
    private static final long PERIOD_NANOS = 1_000_000;

    private final int spansPerSecond;
    private final int seconds;
    private final AtomicLong requestCount = new AtomicLong();

    Rate(int spansPerSecond, int seconds) {
        this.spansPerSecond = spansPerSecond;
        this.seconds = seconds;
    }

    void run() throws InterruptedException {
        OperatingSystemMXBean process = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        Thread[] workers = new Thread[THREADS];
        for (int t = 0; t < THREADS; t++) {
            workers[t] = new Thread(this::work, "worker-" + t);
            workers[t].start();
        }
        Thread.sleep(seconds * 1000L);
        long nanosBefore = process.getProcessCpuTime();
        long spansBefore = requestCount.get() * Variant.SPANS_PER_REQUEST;
        Thread.sleep(seconds * 1000L);
        long nanos = process.getProcessCpuTime() - nanosBefore;
        long spans = requestCount.get() * Variant.SPANS_PER_REQUEST - spansBefore;
        for (Thread worker : workers) {
            worker.join();
        }
        Requests.result("nanos", nanos / (double) spans);
        Requests.result("rate", spans / (double) seconds);
        Requests.started(requestCount.get() * Variant.SPANS_PER_REQUEST);
    }

    private void work() {
        Variant variants = new Variant();
        long periodNanos = seconds * 2_000_000_000L + 200_000_000L; // a little longer than what is measured
        double requestsPerNano = spansPerSecond / 1e9 / Variant.SPANS_PER_REQUEST / THREADS;
        long start = System.nanoTime();
        long done = 0;
        for (long now = 0; now < periodNanos; now = System.nanoTime() - start) {
            int due = (int) ((long) (now * requestsPerNano) - done);
            variants.run(Variant.TRACED, due);
            done += due;
            requestCount.addAndGet(due);
            LockSupport.parkNanos(PERIOD_NANOS - (System.nanoTime() - start) % PERIOD_NANOS);
        }
    }
}
