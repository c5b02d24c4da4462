/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.bootstrap;

/**
 * Buffers finished spans between the application's threads and the export thread.
 *
 * <p><b>Threads.</b> {@link #offer} is for producers: {@link OwnedBuffer} has exactly one, {@link SharedBuffer} any
 * number of them. {@link #drainTo} is for the consumer. <b>When the pool is empty</b> the newest span is refused and
 * counted; nothing is overwritten. A published record is visible to the next drain; there is no flush threshold.
 */
abstract class SpanBuffer {
    /** Number of records after which a producer reports its progress to the collector. */
    static final int MARK = 32;

    final SpanCollector collector;

    SpanBuffer(SpanCollector collector) {
        this.collector = collector;
    }

    /**
     * Records a span of the calling thread. Never blocks and, once warm, allocates nothing. Throws only when no stack
     * or memory is left, and then nothing was published.
     *
     * @param thrown null if the method returned
     * @return whether it is published; if not, it was counted as dropped
     */
    abstract boolean offer(
            ThreadState state,
            int operationId,
            long spanId,
            long parentSpanId,
            long startNanos,
            long endNanos,
            ThrownRecord thrown);

    /**
     * Records a span with the values captured for it. If there is no room for the values, the span is recorded without
     * them.
     *
     * @param values null if there are none
     * @return whether the span is published; if not, it was counted as dropped
     */
    abstract boolean offerWithValues(
            ThreadState state,
            int operationId,
            long spanId,
            long parentSpanId,
            long startNanos,
            long endNanos,
            ThrownRecord thrown,
            CapturedValues values);

    /** Passes at most {@code maxCount} published records to the visitor, oldest first; returns their number. */
    abstract int drainTo(SpanVisitor visitor, int maxCount);

    /** Adds this buffer's counters to a snapshot. */
    abstract void addTo(SpanCollectorCounts counts);
}
