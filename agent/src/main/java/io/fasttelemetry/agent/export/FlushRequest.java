/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export;

/**
 * The wish that every span finished by now be sent at once, whatever the schedule or a back-off says.
 *
 * <p>Made by any thread and given to the export thread, which alone calls the methods. It ends with the first failure
 * that calls for a retry: the spans stay in the backlog and the usual schedule goes on.
 */
final class FlushRequest {
    private static final long UNKNOWN = -1;

    private final String id;
    private long takenTarget = UNKNOWN;
    private long settledTarget = UNKNOWN;
    private long exportedBefore;
    private long settledBefore;

    /** @param id the asking side's, so that it knows the answer */
    FlushRequest(String id) {
        this.id = id;
    }

    /** Goes a step further, after a drain; returns the answer once there is one, until then null. */
    String step(boolean drainedAll, long bufferedCount, SpanSink sink, ExportStats stats) {
        long taken = stats.settledCount() + sink.heldCount();
        if (takenTarget == UNKNOWN) {
            takenTarget = taken + bufferedCount;
            exportedBefore = stats.exportedCount;
            settledBefore = stats.settledCount();
        }
        if (settledTarget == UNKNOWN && (drainedAll || taken >= takenTarget)) {
            sink.flush();
            settledTarget = taken;
        }
        if (settledTarget == UNKNOWN || stats.settledCount() < settledTarget) {
            sink.deliverNow();
            long dueNanos = sink.nanosUntilDue();
            if (dueNanos > 0 && dueNanos != Long.MAX_VALUE) {
                return failed(sink.heldCount() + " spans wait for the next attempt: " + stats.lastError);
            }
        }
        return settledTarget == UNKNOWN || stats.settledCount() < settledTarget ? null : settled(stats);
    }

    private String settled(ExportStats stats) {
        long exported = stats.exportedCount - exportedBefore;
        long lost = stats.settledCount() - settledBefore - exported;
        return lost > 0
                ? failed(exported + " spans delivered, " + lost + " dropped: " + stats.lastError)
                : id + " done " + exported + " spans delivered";
    }

    String failed(String why) {
        return id + " failed " + why;
    }
}
