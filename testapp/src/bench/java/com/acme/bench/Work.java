/* SPDX-License-Identifier: Apache-2.0 */
package com.acme.bench;

/** What a step does: about ten nanoseconds of arithmetic, each operation waiting for the one before. */
final class Work {
    private Work() {}

    static long tenNanos(long seed) {
        long x = seed + 0x9E3779B97F4A7C15L;
        for (int i = 0; i < 6; i++) {
            x = (x ^ (x >>> 31)) * 0xBF58476D1CE4E5B9L;
        }
        return x;
    }
}
