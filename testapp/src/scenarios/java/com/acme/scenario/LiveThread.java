/* SPDX-License-Identifier: Apache-2.0 */
package com.acme.scenario;

import java.util.concurrent.CountDownLatch;

/** {@code LiveThread <seconds>}: a thread makes one call and then waits; nothing else happens until the end. */
public final class LiveThread {
    private LiveThread() {}

    public static void main(String[] args) throws InterruptedException {
        CountDownLatch end = new CountDownLatch(1);
        Thread worker = new Thread(
                () -> {
                    System.out.println("work " + work(4));
                    await(end);
                },
                "worker");
        worker.start();
        Thread.sleep(Long.parseLong(args[0]) * 1000);
        end.countDown();
        worker.join();
        System.out.println("done");
    }

    static int work(int n) {
        return n * n;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
