/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.bootstrap;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The limits that a rule puts on its spans: a min duration, a ratio and a rate. One instance serves all operations of
 * the rule, so the rate is the rule's. Any thread; lock-free.
 *
 * <p><b>Ratio and rate</b> decide when a span begins. For the root of a trace they decide for the whole trace, after
 * the sampler; elsewhere for the span alone. They are not part of the sampling threshold that spans report to
 * receivers.
 *
 * <p><b>Rate.</b> The long value is the {@code nanoTime} at which all spans that were let through so far would have
 * come, had they come evenly; it may be a second ahead. So a burst of one second's spans is let through, and never more
 * than twice the rate within a second.
 */
public final class SpanLimit extends AtomicLong {
    private static final long serialVersionUID = 1L;

    /** No limit leaves the span out. */
    static final int NONE = -1;

    private static final long SECOND_NANOS = 1_000_000_000L;
    private static final long RANDOM_BITS = 53;

    /** A span that is shorter is left out, unless it failed or a span below it is kept. */
    final long minNanos;

    private final long ratioThreshold;
    private final long spacingNanos;
    private final String text;

    /**
     * @param minNanos 0 for none
     * @param ratio part of the spans to keep, 0 to 1
     * @param perSecond max spans a second, up to 1e9; 0 for no limit
     */
    public SpanLimit(long minNanos, double ratio, long perSecond) {
        super(System.nanoTime());
        this.minNanos = minNanos;
        this.ratioThreshold = (long) (ratio * (1L << RANDOM_BITS));
        this.spacingNanos = perSecond == 0 ? 0 : Math.max(1, SECOND_NANOS / perSecond);
        this.text = minNanos + "/" + ratio + "/" + perSecond;
    }

    /** The reason to leave out the span that begins now, one of {@link SpanCollectorCounts}; or {@link #NONE}. */
    int reason(IdGenerator random) {
        if (ratioThreshold < 1L << RANDOM_BITS && random.next() >>> (Long.SIZE - RANDOM_BITS) >= ratioThreshold) {
            return SpanCollectorCounts.RATIO;
        }
        return spacingNanos == 0 || takesOne(System.nanoTime()) ? NONE : SpanCollectorCounts.RATE;
    }

    private boolean takesOne(long now) {
        for (; ; ) {
            long next = get();
            long ahead = next - now;
            if (ahead > SECOND_NANOS - spacingNanos) {
                return false;
            }
            if (compareAndSet(next, (ahead < 0 ? now : next) + spacingNanos)) {
                return true;
            }
        }
    }

    /** The limits, for comparison with those of other operations. */
    @Override
    public String toString() {
        return text;
    }
}
