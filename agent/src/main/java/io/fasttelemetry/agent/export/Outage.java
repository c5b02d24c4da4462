/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export;

/**
 * From a first failure that calls for a retry to the next success: how long, how many attempts, what was lost.
 * The export thread owns it.
 */
final class Outage {
    private int attemptCount;
    private long beginNanos;
    private long droppedBefore;
    private boolean told;

    boolean isOver() {
        return attemptCount == 0;
    }

    void begin(long nowNanos, long droppedCount) {
        beginNanos = nowNanos;
        droppedBefore = droppedCount;
    }

    /** @param lineWritten whether the log let a line about this attempt through */
    void failed(boolean lineWritten) {
        attemptCount++;
        told |= lineWritten;
    }

    int attemptCount() {
        return attemptCount;
    }

    /** The closing line, or null if nobody was told that it began. */
    String end(long nowNanos, long droppedCount, long waitingCount) {
        String line = told
                ? "export works again after " + seconds(nowNanos - beginNanos) + " s and " + attemptCount
                        + " failed attempts; " + (droppedCount - droppedBefore) + " spans were dropped meanwhile, "
                        + waitingCount + " wait"
                : null;
        attemptCount = 0;
        told = false;
        return line;
    }

    /** With one decimal place. */
    private static String seconds(long nanos) {
        long tenths = nanos / 100_000_000L;
        return tenths / 10 + "." + tenths % 10;
    }
}
