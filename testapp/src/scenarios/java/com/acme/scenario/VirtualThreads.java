/* SPDX-License-Identifier: Apache-2.0 */
package com.acme.scenario;

import java.lang.reflect.Method;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/**
 * {@code VirtualThreads <n>}: n virtual threads, each parked for a moment inside {@code outer} around {@code inner}.
 */
public final class VirtualThreads {
    private VirtualThreads() {}

    public static void main(String[] args) throws Exception {
        Method start;
        try {
            start = Thread.class.getMethod("startVirtualThread", Runnable.class);
        } catch (NoSuchMethodException e) {
            System.out.println("no virtual threads");
            return;
        }
        int count = Integer.parseInt(args[0]);
        AtomicLong sum = new AtomicLong();
        CountDownLatch done = new CountDownLatch(count);
        for (int i = 0; i < count; i++) {
            int n = i;
            start.invoke(null, (Runnable) () -> {
                sum.addAndGet(outer(n));
                done.countDown();
            });
        }
        done.await();
        System.out.println("sum " + sum);
    }

    static int outer(int n) {
        pause();
        int result = inner(n) + 1;
        pause();
        return result;
    }

    static int inner(int n) {
        pause();
        return n % 7;
    }

    private static void pause() {
        try {
            Thread.sleep(1);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
