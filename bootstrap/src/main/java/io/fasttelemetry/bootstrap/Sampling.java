/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.bootstrap;

/**
 * The decision at the root of a trace: keep it if the low 56 bits of its trace id reach a threshold.
 *
 * <p>This is the consistent probability rule of OpenTelemetry (trace/tracestate-probability-sampling): with threshold
 * {@code T = (1 - ratio) * 2^56} a trace is kept exactly if {@code R >= T}, so a higher ratio keeps every trace that a lower
 * one keeps. Set once at start, before anything is woven; read without ordering by every thread.
 */
public final class Sampling {
    private static final long RANDOM_MASK = (1L << 56) - 1;
    private static long threshold;

    private Sampling() {}

    /** @param ratio part of all traces to keep, 0 to 1 */
    public static void keepRatio(double ratio) {
        threshold = Math.round((1 - ratio) * (1L << 56));
    }

    static boolean keeps(long traceIdLow) {
        return (traceIdLow & RANDOM_MASK) >= threshold;
    }
}
