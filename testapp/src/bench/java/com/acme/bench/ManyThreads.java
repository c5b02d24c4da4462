/* SPDX-License-Identifier: Apache-2.0 */
package com.acme.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/**
 * What threads cost that trace little: many that live for one request, then many that idle after one. Memory is read
 * with the idle ones alive, once what they recorded has been sent.
 */
final class ManyThreads {
    private static final int AT_ONCE = 20;
    private static final int DRAINED_MILLIS = 12_000; // all agents send what waits every 10 s at the latest

    private final int shortLived;
    private final int idle;

    ManyThreads(int shortLived, int idle) {
        this.shortLived = shortLived;
        this.idle = idle;
    }

    void run() throws InterruptedException, IOException {
        for (int i = 0; i < shortLived; i += AT_ONCE) {
            Thread[] group = new Thread[AT_ONCE];
            for (int j = 0; j < AT_ONCE; j++) {
                group[j] = new Thread(() -> new Variant().run(Variant.TRACED, 1));
                group[j].start();
            }
            for (Thread thread : group) {
                thread.join();
            }
        }
        CountDownLatch ready = new CountDownLatch(idle);
        CountDownLatch end = new CountDownLatch(1);
        for (int i = 0; i < idle; i++) {
            Thread thread = new Thread(() -> {
                new Variant().run(Variant.TRACED, 1);
                ready.countDown();
                try {
                    end.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            thread.start();
            if (i % AT_ONCE == 0) {
                Requests.pause(1);
            }
        }
        ready.await();
        Requests.pause(DRAINED_MILLIS);
        Requests.result("heap", usedHeapBytes());
        Requests.result("resident", residentBytes());
        end.countDown();
        Requests.started((long) (shortLived + idle) * Variant.SPANS_PER_REQUEST);
    }

    static long usedHeapBytes() {
        for (int i = 0; i < 3; i++) {
            System.gc();
            Requests.pause(100);
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static long residentBytes() throws IOException {
        try (BufferedReader status = Files.newBufferedReader(Path.of("/proc/self/status"))) {
            for (String line = status.readLine(); line != null; line = status.readLine()) {
                if (line.startsWith("VmRSS:")) {
                    return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
                }
            }
        }
        throw new IOException("no VmRSS");
    }
}
