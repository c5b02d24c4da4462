/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export.otlp;

/**
 * What the receiver takes in one request, as far as its answers tell: bytes before compression. Learnt when it says
 * 413, so that not every batch has to be halved again to find out; forgotten after a while without one, since limits
 * are raised too. Owned by the export thread.
 */
final class SizeLimit {
    /**
     * Halving a batch of thousands of spans down to one takes fewer; more of them in a row is a receiver that takes
     * nothing.
     */
    static final int MAX_IN_A_ROW = 16;

    static final long MEMORY_NANOS = 600_000_000_000L;

    /** So often may a size fail that passed before: what is limited may be the compressed size. */
    private static final int MAX_FAILED_AGAIN = 3;

    private long maxBytes = Long.MAX_VALUE;
    private long passedBytes;
    private int failedAgainCount;
    private int inARow;
    private long learntNanos;

    /** The receiver found a request of several spans too large, and its halves are to be tried. */
    void tooLarge(long rawBytes, long halfBytes, long nowNanos) {
        if (rawBytes <= passedBytes && ++failedAgainCount >= MAX_FAILED_AGAIN) {
            passedBytes = 0;
            failedAgainCount = 0;
        }
        maxBytes = Math.max(passedBytes, Math.min(maxBytes, halfBytes));
        learntNanos = nowNanos;
        inARow++;
    }

    /** It found even a single span too large; that says nothing about the others. */
    void spanTooLarge() {
        inARow++;
    }

    /** It took a request, or refused it for something else. */
    void answered(long rawBytes, boolean taken) {
        inARow = 0;
        if (taken && maxBytes != Long.MAX_VALUE) {
            passedBytes = Math.max(passedBytes, rawBytes);
            maxBytes = Math.max(maxBytes, passedBytes);
        }
    }

    /** Whether it has said 413 more often than halving needs, so that requests are to come more slowly. */
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
