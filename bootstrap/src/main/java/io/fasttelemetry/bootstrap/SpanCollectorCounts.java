/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.bootstrap;

/**
 * Snapshot of a span collector's counters. Taken by the export thread; while spans are being recorded it can lag by
 * what is under way.
 *
 * <p>When all spans have ended: {@code started = sampledOut + loadShed + queueFull + error + drained + pending}.
 */
public final class SpanCollectorCounts {
    // Why a span is not recorded. The limits come first: these are the indexes of their counts.
    /** Shorter than the min duration, neither failed nor parent of a kept span. */
    public static final int TOO_SHORT = 0;
    /** Left out by the ratio of its rule. */
    public static final int RATIO = 1;
    /** Above the rate of its rule. */
    public static final int RATE = 2;
    /** Above the max number of spans of a trace. */
    public static final int TRACE_FULL = 3;

    static final int LIMIT_REASONS = 4;

    /** Part of a trace that the sampler left out. */
    static final int SAMPLER = 4;
    /** Part of a trace that was shed; not sampled out but dropped. */
    static final int SHED = 5;

    /** Spans begun, sampled or not. */
    public long startedCount;
    /** Spans left out by the sampler, with their whole trace, or by a limit: the limits' counts are included. */
    public long sampledOutCount;
    /** Spans of traces that were not recorded because the buffers were running full. */
    public long loadShedCount;
    /** Spans refused because the buffers were full. */
    public long queueFullCount;
    /** Spans lost to an error inside the recorder, such as a stack overflow while a span was ending. */
    public long errorCount;
    /** Spans passed to the export thread. */
    public long drainedCount;
    /** Spans recorded and not yet drained. */
    public long pendingCount;

    private final long[] limitedCounts = new long[LIMIT_REASONS];

    /** Spans left out by one of the limits, which are the reasons below {@link #TRACE_FULL} and that one. */
    public long leftOutCount(int reason) {
        return limitedCounts[reason];
    }

    void leftOut(int reason, long count) {
        limitedCounts[reason] += count;
        sampledOutCount += count;
    }

    /** Begins with the counts of buffers that are gone. */
    void add(SpanCollectorCounts retired) {
        startedCount += retired.startedCount;
        sampledOutCount += retired.sampledOutCount;
        loadShedCount += retired.loadShedCount;
        queueFullCount += retired.queueFullCount;
        drainedCount += retired.drainedCount;
        for (int reason = 0; reason < LIMIT_REASONS; reason++) {
            limitedCounts[reason] += retired.limitedCounts[reason];
        }
    }

    /** Spans begun and not yet ended. */
    public long activeCount() {
        return startedCount
                - sampledOutCount
                - loadShedCount
                - queueFullCount
                - errorCount
                - drainedCount
                - pendingCount;
    }
}
