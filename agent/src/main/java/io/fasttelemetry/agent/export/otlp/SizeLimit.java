/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export.otlp;

/**
 * The max request size of the receiver, in bytes before compression, as learnt from its answers: lowered at a 413, so
 * that not every batch has to be halved again, and forgotten when no 413 came for a while, since the receiver's limit
 * may have been raised. Owned by the export thread.
 */
final class SizeLimit {
    /**
     * Max 413s in a row. Halving a batch of thousands of spans down to one takes fewer; with more of them the receiver
     * takes nothing.
     */
    static final int MAX_IN_A_ROW = 16;

    static final long MEMORY_NANOS = 600_000_000_000L;

    /** How often a size that passed before may fail: what is limited may be the compressed size. */
    private static final int MAX_FAILED_AGAIN = 3;

    private long maxBytes = Long.MAX_VALUE;
    private long passedBytes;
    private int failedAgainCount;
    private int inARow;
    private long learntNanos;

    /** Learns that the receiver found a request of several spans too large; its halves are tried next. */
    void tooLarge(long rawBytes, long halfBytes, long nowNanos) {
        if (rawBytes > maxBytes) {
            return; // sent before an earlier answer lowered the limit
        }
        if (rawBytes <= passedBytes && ++failedAgainCount >= MAX_FAILED_AGAIN) {
            passedBytes = 0;
            failedAgainCount = 0;
        }
        maxBytes = Math.max(passedBytes, Math.min(maxBytes, halfBytes));
        learntNanos = nowNanos;
        inARow++;
    }

    /** Learns that a single span was too large, which says nothing about the limit for other requests. */
    void spanTooLarge() {
        inARow++;
    }

    /** Learns that the receiver took a request, or refused it for another reason. */
    void answered(long rawBytes, boolean taken) {
        inARow = 0;
        if (taken && maxBytes != Long.MAX_VALUE) {
            passedBytes = Math.max(passedBytes, rawBytes);
            maxBytes = Math.max(maxBytes, passedBytes);
        }
    }

    /** Whether the last answer was a 413, so that one request at a time should find out what the receiver takes. */
    boolean isSearching() {
        return inARow > 0;
    }

    /** Whether there were more 413s in a row than halving needs, so that requests should slow down. */
    boolean isHopeless() {
        return inARow > MAX_IN_A_ROW;
    }

    /** The largest request that is worth sending, in bytes before compression. */
    long maxBytes(long nowNanos) {
        if (maxBytes != Long.MAX_VALUE && nowNanos - learntNanos >= MEMORY_NANOS) {
            maxBytes = Long.MAX_VALUE;
            passedBytes = 0;
            failedAgainCount = 0;
        }
        return maxBytes;
    }
}
