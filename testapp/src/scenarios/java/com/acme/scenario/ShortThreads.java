/* SPDX-License-Identifier: Apache-2.0 */
package com.acme.scenario;

import java.util.concurrent.atomic.AtomicLong;

/** {@code ShortThreads <n>}: n threads one after the other, each of which makes one call and ends. */
public final class ShortThreads {
    private ShortThreads() {}

    public static void main(String[] args) throws InterruptedException {
        int count = Integer.parseInt(args[0]);
        AtomicLong sum = new AtomicLong();
        for (int i = 0; i < count; i++) {
            int n = i;
            Thread thread = new Thread(() -> sum.addAndGet(work(n)));
            thread.start();
            thread.join();
        }
        System.out.println("sum " + sum);
    }

    static int work(int n) {
        return n % 5;
    }
}
