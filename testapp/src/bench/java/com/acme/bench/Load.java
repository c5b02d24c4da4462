/* SPDX-License-Identifier: Apache-2.0 */
package com.acme.bench;

import java.util.concurrent.locks.LockSupport;

/**
 * {@code Load COUNT RATE TAIL}: calls, so many a second (0: without a pause), then an idle tail of seconds, then the
 * end.
 */
public final class Load {
    private Load() {}

    public static void main(String[] args) {
        long count = Long.parseLong(args[0]);
        long rate = Long.parseLong(args[1]);
        long tailNanos = Long.parseLong(args[2]) * 1_000_000_000L;
        System.out.println("READY");
        long start = System.nanoTime();
        long sum = 0;
        for (long i = 0; i < count; i++) {
            if (rate > 0 && i % Math.max(1, rate / 50) == 0) {
                until(start + i * 1_000_000_000L / rate);
            }
            sum += work(i);
        }
        until(System.nanoTime() + tailNanos);
        System.out.println("END " + sum);
    }

    private static void until(long nanos) {
        while (nanos - System.nanoTime() > 0) {
            LockSupport.parkNanos(nanos - System.nanoTime());
        }
    }

    static long work(long n) {
        return n & 7;
    }
}
