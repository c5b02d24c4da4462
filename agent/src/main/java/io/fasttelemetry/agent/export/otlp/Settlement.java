/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export.otlp;

import io.fasttelemetry.agent.export.counts.DropReason;
import io.fasttelemetry.agent.export.counts.ExportCounters;
import io.fasttelemetry.agent.export.transport.SendResult;
import io.fasttelemetry.agent.log.AgentLog;
import io.fasttelemetry.agent.log.Counted;
import io.fasttelemetry.agent.log.LogLevel;
import io.fasttelemetry.agent.log.RateLimitedLog;

/**
 * Counts and reports what became of a batch, and of the receiver's outages. Owned by the export thread. Counts first
 * and writes messages then, since there may be no memory for those.
 */
final class Settlement {
    private static final String TOPIC = "export";

    private final ExportQueue queue;
    private final ExportCounters counters;
    private final DropAttributes drops;
    private final RateLimitedLog log = new RateLimitedLog();
    private final Outage outage = new Outage();

    Settlement(ExportQueue queue, ExportCounters counters, DropAttributes drops) {
        this.queue = queue;
        this.counters = counters;
        this.drops = drops;
    }

    /** Settles a batch that the receiver has. */
    void delivered(QueuedBatch batch, SendResult result) {
        queue.remove(batch);
        long rejected = Math.min(result.rejectedCount, batch.spanCount()); // the receiver's number may be wrong
        counters.exported(batch.spanCount() - rejected);
        counters.dropped(DropReason.REJECTED, rejected);
        counters.requestSucceeded();
        if (result.rejectedCount > 0) {
            log.warn(
                    "rejected",
                    "receiver rejected " + result.rejectedCount + " of " + Counted.spans(batch.spanCount()) + ": "
                            + result.message);
        } else if (result.message != null) {
            log.warn("rejected", "receiver took the spans with a warning: " + result.message);
        }
        if (AgentLog.isEnabled(LogLevel.DEBUG)) {
            AgentLog.debug("exported " + Counted.spans(batch.spanCount()) + ", "
                    + Counted.of(batch.request.body().length, "byte"));
        }
    }

    /** Settles a batch that the receiver will never take. */
    void refused(QueuedBatch batch, SendResult result) {
        queue.remove(batch);
        long refused = batch.spanCount();
        counters.dropped(DropReason.REFUSED, refused);
        log.warn(
                TOPIC,
                "receiver refused " + Counted.spans(refused) + ", which " + (refused == 1 ? "is" : "are") + " dropped: "
                        + result.message);
    }

    /** @param again whether there will be another attempt */
    void failed(SendResult result, boolean again, long nowNanos) {
        beginOutage(nowNanos);
        long waiting = queue.spanCount();
        outage.failed(log.warn(
                TOPIC,
                again
                        ? "export failed and will be tried again, " + Counted.spans(waiting)
                                + (waiting == 1 ? " waits: " : " wait: ") + result.message
                        : "export failed and the process ends, " + Counted.spans(waiting)
                                + (waiting == 1 ? " is dropped: " : " are dropped: ") + result.message));
    }

    /** Reports a receiver that finds requests of any size too large. */
    void hopelessSize(SendResult result, long nowNanos) {
        beginOutage(nowNanos);
        outage.failed(log.warn(
                "size", "receiver finds requests of any size too large, requests slow down: " + result.message));
    }

    /** Reports that the receiver takes requests again. */
    void outageOver(long nowNanos) {
        String message = outage.end(nowNanos, drops.droppedCount(), queue.spanCount());
        if (message != null) {
            log.reported(TOPIC);
            AgentLog.warn(message);
        }
    }

    private void beginOutage(long nowNanos) {
        if (outage.isOver()) {
            outage.begin(nowNanos, drops.droppedCount());
        }
    }

    /** Counts all batches that are left as dropped, and removes them. */
    void dropRest() {
        counters.dropped(DropReason.SHUTDOWN, queue.spanCount());
        queue.clear();
    }
}
