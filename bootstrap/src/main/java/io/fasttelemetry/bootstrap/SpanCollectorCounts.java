/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.bootstrap;

/**
 * Snapshot of a span collector's counters. Taken by the export thread; while spans are being recorded it can lag by
 * what is under way.
 *
 * <p>When all spans have ended: {@code started = sampledOut + loadShed + queueFull + error + drained + pending}.
 */
public final class SpanCollectorCounts {
    /** Spans begun, sampled or not. */
    public long startedCount;
    /** Spans of traces that sampling left out. */
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
