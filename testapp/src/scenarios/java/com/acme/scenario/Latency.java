/* SPDX-License-Identifier: Apache-2.0 */
package com.acme.scenario;

import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;

/** {@code Latency <calls>}: how long calls take their caller, in nanoseconds; 200 calls each millisecond. */
public final class Latency {
    private static final int CALLS_EACH_PERIOD = 200;

    private static long value = 1;

    private Latency() {}

    public static void main(String[] args) {
        measure(20_000);
        long[] nanos = measure(Integer.parseInt(args[0]));
        Arrays.sort(nanos);
        System.out.println("median " + nanos[nanos.length / 2] + " p99 " + nanos[nanos.length / 100 * 99] + " p99.9 "
                + nanos[nanos.length / 1000 * 999] + " most " + nanos[nanos.length - 1]);
    }

    private static long[] measure(int calls) {
        long[] nanos = new long[calls];
        for (int i = 0; i < calls; i++) {
            if (i % CALLS_EACH_PERIOD == 0) {
                LockSupport.parkNanos(1_000_000);
            }
            long start = System.nanoTime();
            value = work(value);
            nanos[i] = System.nanoTime() - start;
        }
        return nanos;
    }

    static long work(long seed) {
        long x = seed;
        for (int i = 0; i < 100; i++) {
            x = x * 6364136223846793005L + 1442695040888963407L;
        }
        return x;
    }
}
