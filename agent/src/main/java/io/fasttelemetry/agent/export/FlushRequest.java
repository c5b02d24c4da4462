/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export;

import io.fasttelemetry.agent.export.counts.ExportCounters;
import io.fasttelemetry.agent.log.Counted;

/**
 * Asks that every span finished by now be sent at once, regardless of schedule and back-off.
 *
 * <p>Made by any thread; its methods are called by the export thread alone. It ends with the first failure that calls
 * for a retry: the spans stay in the export queue and the usual schedule goes on.
 */
final class FlushRequest {
    private static final long UNKNOWN = -1;

    private final String id;
    private long takenTarget = UNKNOWN;
    private long settledTarget = UNKNOWN;
    private long exportedBefore;
    private long settledBefore;
    private boolean forced;
    private boolean waiting;

    /** @param id chosen by the process that asks, which recognises the answer by it */
    FlushRequest(String id) {
        this.id = id;
    }

    /** Goes one step further, after a drain. Returns the answer when the flush has ended, null before. */
    String step(boolean drainedAll, long bufferedCount, SpanExporter exporter, ExportCounters counters) {
        long taken = counters.settledCount() + exporter.queuedCount();
        if (takenTarget == UNKNOWN) {
            takenTarget = taken + bufferedCount;
            exportedBefore = counters.exportedCount();
            settledBefore = counters.settledCount();
        }
        if (settledTarget == UNKNOWN && (drainedAll || taken >= takenTarget)) {
            exporter.flush();
            settledTarget = taken;
        }
        if (settledTarget == UNKNOWN || counters.settledCount() < settledTarget) {
            if (forced) {
                exporter.deliver();
            } else {
                exporter.deliverNow();
                forced = exporter.queuedCount() > 0;
            }
            long dueNanos = exporter.nanosUntilDue();
            if (dueNanos > 0 && dueNanos != Long.MAX_VALUE) {
                long waiting = exporter.queuedCount();
                return failed(Counted.spans(waiting) + (waiting == 1 ? " waits" : " wait") + " for the next attempt: "
                        + counters.lastError());
            }
        }
        boolean ended = settledTarget != UNKNOWN && counters.settledCount() >= settledTarget;
        waiting = !ended
                && exporter.nanosUntilDue() == Long.MAX_VALUE
                && (settledTarget != UNKNOWN || !exporter.hasRoom());
        return ended ? settled(counters) : null;
    }

    /** Whether the next step has nothing to do before an answer of the receiver has come. */
    boolean isWaiting() {
        return waiting;
    }

    private String settled(ExportCounters counters) {
        long exported = counters.exportedCount() - exportedBefore;
        long lost = counters.settledCount() - settledBefore - exported;
        return lost > 0
                ? failed(Counted.spans(exported) + " delivered, " + lost + " dropped: " + counters.lastError())
                : id + " done " + Counted.spans(exported) + " delivered";
    }

    String failed(String why) {
        return id + " failed " + why;
    }
}
