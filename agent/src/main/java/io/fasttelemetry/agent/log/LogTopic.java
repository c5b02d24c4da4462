/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.log;

/**
 * Decides for one topic whether a log message may be written now: five in the first minute of an episode, one a minute
 * from then on. An episode begins with the first event and ends after ten minutes without one.
 *
 * <p>Not thread-safe: {@link RateLimitedLog} holds its lock. All times are differences, so a wrapping clock is
 * harmless.
 */
final class LogTopic {
    static final int LINES_IN_FIRST_MINUTE = 5;
    static final long MINUTE_NANOS = 60_000_000_000L;
    static final long QUIET_NANOS = 10 * MINUTE_NANOS;

    private boolean inEpisode;
    private long episodeStartNanos;
    private long lastEventNanos;
    private long lastLineNanos;
    private int lineCount;
    private long suppressedCount;

    /** Counts an event at this time; true if it may be logged. */
    boolean admit(long nowNanos) {
        if (!inEpisode || nowNanos - lastEventNanos >= QUIET_NANOS) {
            inEpisode = true;
            episodeStartNanos = nowNanos;
            lineCount = 0;
        }
        lastEventNanos = nowNanos;
        boolean admitted = nowNanos - episodeStartNanos < MINUTE_NANOS
                ? lineCount < LINES_IN_FIRST_MINUTE
                : nowNanos - lastLineNanos >= MINUTE_NANOS;
        if (admitted) {
            lineCount++;
            lastLineNanos = nowNanos;
        } else {
            suppressedCount++;
        }
        return admitted;
    }

    /** Returns the number of events that were not logged since the last call of this method. */
    long takeSuppressedCount() {
        long count = suppressedCount;
        suppressedCount = 0;
        return count;
    }
}
