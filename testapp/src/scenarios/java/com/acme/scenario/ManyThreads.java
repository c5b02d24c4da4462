/* SPDX-License-Identifier: Apache-2.0 */
package com.acme.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** {@code ManyThreads <threads> <callsEach>}: threads at work at the same time, {@code outer} calling {@code inner}. */
public final class ManyThreads {
    private ManyThreads() {}

    public static void main(String[] args) throws InterruptedException {
        int threadCount = Integer.parseInt(args[0]);
        int callsEach = Integer.parseInt(args[1]);
        AtomicLong sum = new AtomicLong();
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < threadCount; t++) {
            Thread thread = new Thread(() -> {
                for (int i = 0; i < callsEach; i++) {
                    sum.addAndGet(outer(i));
                }
            });
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        System.out.println("sum " + sum);
    }

    static int outer(int n) {
        return inner(n) + 1;
    }

    static int inner(int n) {
        return n % 7;
    }
}
