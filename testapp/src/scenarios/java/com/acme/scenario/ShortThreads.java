/* SPDX-License-Identifier: Apache-2.0 */
package com.acme.scenario;

import java.util.concurrent.atomic.AtomicLong;

/**
 * {@code ShortThreads <n> [<calls>]}: n threads one after the other, each of which makes one call, or so many, and
 * ends.
 */
public final class ShortThreads {
    private ShortThreads() {}

    public static void main(String[] args) throws InterruptedException {
        int count = Integer.parseInt(args[0]);
        int calls = args.length > 1 ? Integer.parseInt(args[1]) : 1;
        AtomicLong sum = new AtomicLong();
        for (int i = 0; i < count; i++) {
            int n = i;
            Thread thread = new Thread(() -> {
                for (int call = 0; call < calls; call++) {
                    sum.addAndGet(work(n));
                }
            });
            thread.start();
            thread.join();
        }
        System.out.println("sum " + sum);
    }

    static int work(int n) {
        return n % 5;
    }
}
