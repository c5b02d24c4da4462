/* SPDX-License-Identifier: Apache-2.0 */
package com.acme.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicLong;

/** {@code NowAndThen <threads> <rounds>}: threads that all live, and each makes one call in each round. */
public final class NowAndThen {
    private NowAndThen() {}

    public static void main(String[] args) throws Exception {
        int threadCount = Integer.parseInt(args[0]);
        int rounds = Integer.parseInt(args[1]);
        AtomicLong sum = new AtomicLong();
        CyclicBarrier round = new CyclicBarrier(threadCount);
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < threadCount; t++) {
            Thread thread = new Thread(
                    null,
                    () -> {
                        for (int i = 0; i < rounds; i++) {
                            sum.addAndGet(work(i));
                            await(round);
                        }
                    },
                    "rare-" + t,
                    128 << 10);
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        System.out.println("sum " + sum);
    }

    private static void await(CyclicBarrier round) {
        try {
            round.await();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    static int work(int n) {
        return n % 5;
    }
}
