/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export.otlp;

import io.fasttelemetry.agent.log.Counted;

/**
 * An outage of the receiver, from the first failure that calls for a retry to the next success: its duration, the
 * failed attempts, the spans dropped meanwhile. Owned by the export thread.
 */
final class Outage {
    private int attemptCount;
    private long beginNanos;
    private long droppedBefore;
    private boolean reported;

    boolean isOver() {
        return attemptCount == 0;
    }

    void begin(long nowNanos, long droppedCount) {
        beginNanos = nowNanos;
        droppedBefore = droppedCount;
    }

    /** @param messageWritten whether the log let a message about this attempt through */
    void failed(boolean messageWritten) {
        attemptCount++;
        reported |= messageWritten;
    }

    int attemptCount() {
        return attemptCount;
    }

    /** The message that it is over, or null if its beginning was not reported. */
    String end(long nowNanos, long droppedCount, long waitingCount) {
        long dropped = droppedCount - droppedBefore;
        String message = reported
                ? "export works again after " + seconds(nowNanos - beginNanos) + " s and "
                        + Counted.of(attemptCount, "failed attempt") + "; " + Counted.spans(dropped)
                        + (dropped == 1 ? " was dropped meanwhile, " : " were dropped meanwhile, ")
                        + waitingCount + (waitingCount == 1 ? " waits" : " wait")
                : null;
        attemptCount = 0;
        reported = false;
        return message;
    }

    /** Seconds with one decimal place. */
    private static String seconds(long nanos) {
        long tenths = nanos / 100_000_000L;
        return tenths / 10 + "." + tenths % 10;
    }
}
