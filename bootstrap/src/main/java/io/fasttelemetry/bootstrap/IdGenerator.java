/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.bootstrap;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Generates random ids for one thread by SplitMix64: a counter run through a mixer, with a different increment for each
 * thread.
 *
 * <p>One instance belongs to one thread. {@link #seed} is called once, before the first instance, with bytes of the
 * operating system's secure generator; every instance derives its start and its increment from that seed and its own
 * number, so two threads or two JVMs share a sequence only if 126 random bits collide. All 64 bits of an id are
 * uniform, which is what the trace flag {@code random} promises (W3C Trace Context Level 2, 3.2.2.5). Ids are not
 * secrets.
 */
final class IdGenerator {
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;
    private static final AtomicLong INSTANCES = new AtomicLong();
    private static volatile long seedHigh = 0x243F6A8885A308D3L;
    private static volatile long seedLow = 0x13198A2E03707344L;

    private long state;
    private final long gamma;

    IdGenerator() {
        long number = INSTANCES.incrementAndGet() * GOLDEN_GAMMA;
        state = mix(mix(seedHigh + number) ^ seedLow);
        gamma = oddAndIrregular(mix(mix(seedLow + number) ^ seedHigh));
    }

    /** Sets the process-wide seed. */
    static void seed(long high, long low) {
        seedHigh = high;
        seedLow = low;
    }

    /** Returns the next id, never zero. */
    long next() {
        long id = mix(state += gamma);
        return id != 0 ? id : mix(state += gamma); // the mixer is a bijection: only one state gives zero
    }

    /** Stafford's variant 13 of the MurmurHash3 finaliser, as in {@code java.util.SplittableRandom}. */
    static long mix(long z) {
        long a = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        long b = (a ^ (a >>> 27)) * 0x94D049BB133111EBL;
        return b ^ (b >>> 31);
    }

    /**
     * Makes an increment odd, with enough bit changes: with too few, successive states would be too alike for the
     * mixer.
     */
    private static long oddAndIrregular(long z) {
        long odd = z | 1L;
        return Long.bitCount(odd ^ (odd >>> 1)) < 24 ? odd ^ 0xAAAAAAAAAAAAAAAAL : odd;
    }
}
