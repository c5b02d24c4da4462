/* SPDX-License-Identifier: Apache-2.0 */
package com.acme.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;

/**
 * A request on each of many virtual threads (Java 21 and later, reached by reflection), in waves with a pause after
 * each. The three variants alternate wave by wave, in as many threads each. CPU time is that of the carrier threads,
 * and that of the whole process until the pause is over, export included.
 */
final class VirtualThreads {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final int threads;
    private final int wave;
    private final int pauseMillis;
    private final OperatingSystemMXBean process = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    VirtualThreads(int threads, int wave, int pauseMillis) {
        this.threads = threads;
        this.wave = wave;
        this.pauseMillis = pauseMillis;
    }

    void run() throws Exception {
        Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
        ThreadFactory factory = (ThreadFactory)
                Class.forName("java.lang.Thread$Builder").getMethod("factory").invoke(builder);
        int waves = threads / wave;
        int warmUp = waves / 10;
        Variant[] variants = new Variant[64]; // neighbours in time have one each
        Arrays.setAll(variants, i -> new Variant());
        long[] nanos = new long[Variant.NAMES.length];
        long[] carrierNanos = new long[nanos.length];
        long heapBefore = 0;
        for (int i = -warmUp; i < waves; i++) {
            if (i == 0) {
                heapBefore = ManyThreads.usedHeapBytes();
            }
            for (int variant = 0; variant < nanos.length; variant++) {
                long before = process.getProcessCpuTime();
                long carriersBefore = carrierNanos();
                wave(factory, variants, variant);
                long carriers = carrierNanos() - carriersBefore;
                Requests.pause(pauseMillis); // what the exporter does now belongs to this wave
                if (i >= 0) {
                    nanos[variant] += process.getProcessCpuTime() - before;
                    carrierNanos[variant] += carriers;
                }
            }
        }
        double spans = (double) waves * wave * Variant.SPANS_PER_REQUEST;
        for (int variant = 0; variant < nanos.length; variant++) {
            Requests.result(Variant.NAMES[variant], carrierNanos[variant] / spans);
            Requests.result(Variant.NAMES[variant] + "-process", nanos[variant] / spans);
        }
        Requests.result("heap", ManyThreads.usedHeapBytes() - heapBefore);
        Requests.started((long) (waves + warmUp) * wave * Variant.SPANS_PER_REQUEST);
    }

    private static long carrierNanos() {
        long sum = 0;
        for (ThreadInfo thread : THREADS.getThreadInfo(THREADS.getAllThreadIds())) {
            if (thread != null && thread.getThreadName().startsWith("ForkJoinPool-")) {
                sum += THREADS.getThreadCpuTime(thread.getThreadId());
            }
        }
        return sum;
    }

    private void wave(ThreadFactory factory, Variant[] variants, int variant) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(wave);
        for (int i = 0; i < wave; i++) {
            Variant own = variants[i % variants.length];
            factory.newThread(() -> {
                        own.run(variant, 1);
                        done.countDown();
                    })
                    .start();
        }
        done.await();
    }
}
