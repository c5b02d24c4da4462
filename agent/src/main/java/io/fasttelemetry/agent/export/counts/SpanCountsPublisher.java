/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export.counts;

import io.fasttelemetry.agent.log.RateLimitedLog;
import io.fasttelemetry.bootstrap.Sampling;

/**
 * Reports the span counts: to the status board every interval, at least every ten seconds, each second while traces
 * are shed, and at once when deliveries begin to fail or work again; to the log when spans were dropped because
 * buffers run full. The other reasons have log messages of their own, where they occur. Owned by the export thread.
 */
public final class SpanCountsPublisher {
    private static final long MAX_PERIOD_NANOS = 10_000_000_000L;

    /** Interval while traces are being shed: a burst may be over within seconds. */
    private static final long SHEDDING_PERIOD_NANOS = 1_000_000_000L;

    private final ExportCounters counters;
    private final StatusBoard board;
    private final long periodNanos;
    private final RateLimitedLog log = new RateLimitedLog();
    private long dueNanos = System.nanoTime();
    private long publishedNanos = dueNanos;
    private boolean reportedFailing;
    private long reportedShedCount;
    private long reportedFullCount;

    public SpanCountsPublisher(ExportCounters counters, StatusBoard board, long intervalNanos) {
        this.counters = counters;
        this.board = board;
        periodNanos = Math.min(intervalNanos, MAX_PERIOD_NANOS);
    }

    /** Nanoseconds until the next regular publication, 0 if it is due. */
    public long nanosUntilDue() {
        return Math.max(0, dueNanos - System.nanoTime());
    }

    /** Whether it is time for {@link #publish}. */
    public boolean isDue() {
        return reportedFailing != counters.failuresInARow() > 0
                || nanosUntilDue() == 0
                || (Sampling.isShedding() && System.nanoTime() - publishedNanos >= SHEDDING_PERIOD_NANOS);
    }

    public void publish(SpanCounts now) {
        publishedNanos = System.nanoTime();
        dueNanos = publishedNanos + periodNanos;
        reportedFailing = now.failuresInARow > 0;
        board.publish(StatusBoard.COUNTS, now.statusText(System.currentTimeMillis()));
        reportFullBuffers(now);
    }

    /** Logs the drops by full buffers that no message has reported yet. */
    public void reportFullBuffers(SpanCounts now) {
        long shed = now.dropped(DropReason.LOAD_SHED) - reportedShedCount;
        long full = now.dropped(DropReason.QUEUE_FULL) - reportedFullCount;
        if (shed + full > 0
                && log.warn(
                        "drops",
                        "buffers run full (fasttelemetry.buffer.bytes): dropped " + shed + " more "
                                + (shed == 1 ? "span" : "spans") + " in whole traces (load_shed), " + full
                                + " one by one (queue_full)")) {
            reportedShedCount = now.dropped(DropReason.LOAD_SHED);
            reportedFullCount = now.dropped(DropReason.QUEUE_FULL);
        }
    }

    /** Publishes the result of a flush, after the counts that include it. */
    public void answer(SpanCounts now, String answer) {
        publish(now);
        board.publish(StatusBoard.FLUSH, answer);
    }
}
