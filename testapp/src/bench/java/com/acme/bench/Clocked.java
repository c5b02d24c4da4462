/* SPDX-License-Identifier: Apache-2.0 */
package com.acme.bench;

/** The same as {@link Bare} with what no tracer can do without: two clock reads a method, and the duration stored. */
final class Clocked {
    private static final int OWN_LINE = 32; // so far into the array that no other thread's data are near

    private final long[] nanos = new long[2 * OWN_LINE];

    long request(long x) {
        long startNanos = System.nanoTime();
        long result = step(step(step(step(x))));
        nanos[OWN_LINE] += System.nanoTime() - startNanos;
        return result;
    }

    long step(long x) {
        long startNanos = System.nanoTime();
        long result = Work.tenNanos(x);
        nanos[OWN_LINE] += System.nanoTime() - startNanos;
        return result;
    }
}
