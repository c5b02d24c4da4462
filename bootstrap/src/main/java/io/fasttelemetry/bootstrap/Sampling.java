/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.bootstrap;

/**
 * Decides at the root of a trace: keeps it if the low 56 bits of its trace id reach a threshold.
 *
 * <p>This is the consistent probability rule of OpenTelemetry (trace/tracestate-probability-sampling): with threshold
 * {@code T = (1 - ratio) * 2^56} a trace is kept exactly if {@code R >= T}, so a higher ratio keeps every trace that a
 * lower one keeps.
 *
 * <p><b>Shedding.</b> When buffers run full, {@link Shedding} raises the <i>shed level</i>, in 256ths: that part of the
 * traces that the ratio would keep is not recorded either.
 *
 * <pre>
 *   0               T              T(level)               2^56
 *   |  sampled out  |     shed     |         kept         |     R
 * </pre>
 *
 * A trace remembers the level that it was kept at, so the probability of each trace that arrives is known exactly.
 *
 * <p><b>Threads.</b> The ratio is set once at start, before anything is woven; the level is set by any thread that
 * takes or returns a chunk. Both are read by every thread without ordering, which is benign: at worst a trace is
 * decided by the previous level.
 */
public final class Sampling {
    /** The level at which every new trace is shed. */
    static final int SHED_ALL = 256;

    private static final long ALL = 1L << 56;
    private static final long RANDOM_MASK = ALL - 1;

    /** Hexadecimal digits of a threshold that are kept, beyond leading {@code f}: the recommended precision. */
    private static final int PRECISION_DIGITS = 4;

    private static long ratioThreshold;

    /** Read once, when {@link ThreadState} is initialised. */
    static int maxSpansPerTrace = Integer.MAX_VALUE;

    /** Set by {@link Shedding}. */
    static int shedLevel;

    private Sampling() {}

    /** @param ratio part of all traces to keep, 0 to 1; rounded to a threshold of four hexadecimal digits */
    public static void keepRatio(double ratio) {
        ratioThreshold = rounded(ALL - Math.round(ratio * ALL));
    }

    /**
     * Limits the spans that are kept of a trace on one thread; 0 is no limit. Called once, before {@link
     * Tracer#install}.
     */
    public static void maxSpansPerTrace(int max) {
        maxSpansPerTrace = max == 0 ? Integer.MAX_VALUE : max;
    }

    /** Whether some or all new traces are shed, since buffers run full. Any thread; may lag. */
    public static boolean isShedding() {
        return shedLevel > 0;
    }

    private static long rounded(long threshold) {
        int shift = 56 - 4 * PRECISION_DIGITS;
        for (int at = 52; at >= 0 && (threshold >>> at & 15) == 15; at -= 4) {
            shift -= 4;
        }
        return shift <= 0 ? threshold : (threshold + (1L << (shift - 1))) >>> shift << shift;
    }

    /** The min randomness of a trace that is kept at this level: 0 keeps all, 2^56 none. */
    public static long threshold(int level) {
        return ratioThreshold + ((((ALL - ratioThreshold) >>> 1) * level) >>> 7);
    }

    static boolean keeps(long traceIdLow, int level) {
        return (traceIdLow & RANDOM_MASK) >= threshold(level);
    }
}
