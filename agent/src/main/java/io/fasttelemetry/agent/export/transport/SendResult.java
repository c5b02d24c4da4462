/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export.transport;

/** The result of one request. Immutable. */
public final class SendResult {
    /** The receiver did not say how long to wait. */
    public static final long NO_RETRY_AFTER = -1;

    public enum Outcome {
        /** The receiver has the batch. */
        DELIVERED,
        /** The receiver may take the same bytes later. */
        RETRY,
        /** The receiver may take the same bytes later; nothing listens at its address now. */
        UNREACHABLE,
        /** The receiver may take the batch in smaller pieces. */
        TOO_LARGE,
        /** The receiver will never take the batch. */
        REFUSED
    }

    public final Outcome outcome;
    /** The reason or warning, for the log; null when all went well. */
    public final String message;
    /** The wait that the receiver asked for, in nanoseconds; {@link #NO_RETRY_AFTER} if it did not. */
    public final long retryAfterNanos;
    /** Spans that the receiver rejected out of a batch that it took. */
    public final long rejectedCount;

    private SendResult(Outcome outcome, String message, long retryAfterNanos, long rejectedCount) {
        this.outcome = outcome;
        this.message = message;
        this.retryAfterNanos = retryAfterNanos;
        this.rejectedCount = rejectedCount;
    }

    /** A request that the receiver took. {@code message} is its warning or null. */
    public static SendResult delivered(long rejectedCount, String message) {
        return new SendResult(Outcome.DELIVERED, message, NO_RETRY_AFTER, rejectedCount);
    }

    /** A failed request that may be sent again with the same bytes. */
    public static SendResult retry(String message, long retryAfterNanos) {
        return new SendResult(Outcome.RETRY, message, retryAfterNanos, 0);
    }

    /** A failed request for which the receiver asked for no wait. */
    public static SendResult failed(Outcome outcome, String message) {
        return new SendResult(outcome, message, NO_RETRY_AFTER, 0);
    }

    /** Whether the same bytes may be sent again. */
    public boolean mayRetry() {
        return outcome == Outcome.RETRY || outcome == Outcome.UNREACHABLE;
    }
}
