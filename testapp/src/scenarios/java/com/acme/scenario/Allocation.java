/* SPDX-License-Identifier: Apache-2.0 */
package com.acme.scenario;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/**
 * {@code Allocation <calls>}: what the JVM counts as allocated by the thread for that many calls, after as many to warm
 * up. Each call of {@code outer} is one more of {@code inner}.
 */
public final class Allocation {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Allocation() {}

    public static void main(String[] args) {
        int calls = Integer.parseInt(args[0]);
        long id = Thread.currentThread().getId();
        long sum = run(calls);
        long before = THREADS.getThreadAllocatedBytes(id);
        long ofTheQuestion = THREADS.getThreadAllocatedBytes(id) - before;
        before = THREADS.getThreadAllocatedBytes(id);
        sum += run(calls);
        long bytes = THREADS.getThreadAllocatedBytes(id) - before - ofTheQuestion;
        System.out.println("sum " + sum);
        System.out.println("allocated " + bytes);
    }

    private static long run(int calls) {
        long sum = 0;
        for (int i = 0; i < calls; i++) {
            sum += outer(i);
        }
        return sum;
    }

    static int outer(int n) {
        return inner(n) + 1;
    }

    static int inner(int n) {
        return n & 15;
    }
}
