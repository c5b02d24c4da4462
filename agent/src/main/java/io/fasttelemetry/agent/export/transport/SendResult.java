/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export.transport;

/** What came of one request. Immutable. */
public final class SendResult {
    /** The receiver did not say how long to wait. */
    public static final long NO_RETRY_AFTER = -1;

    public enum Outcome {
        /** The receiver has the batch. */
        DELIVERED,
        /** It may take the same bytes later. */
        RETRY,
        /** It may take the same bytes later; nobody listens at its address now. */
        UNREACHABLE,
        /** It may take the batch in smaller pieces. */
        TOO_LARGE,
        /** It will never take it. */
        REFUSED
    }

    public final Outcome outcome;
    /** What happened, for the log; null when all went well. */
    public final String message;
    /** What the receiver asked for, {@link #NO_RETRY_AFTER} if it did not. */
    public final long retryAfterNanos;
    /** Spans that a receiver which took the batch did not take. */
    public final long rejectedCount;

    private SendResult(Outcome outcome, String message, long retryAfterNanos, long rejectedCount) {
        this.outcome = outcome;
        this.message = message;
        this.retryAfterNanos = retryAfterNanos;
        this.rejectedCount = rejectedCount;
    }

    /** The receiver took the request. {@code message} is its warning or null. */
    public static SendResult delivered(long rejectedCount, String message) {
        return new SendResult(Outcome.DELIVERED, message, NO_RETRY_AFTER, rejectedCount);
    }

    /** The request may be sent again with the bytes it has. */
    public static SendResult retry(String message, long retryAfterNanos) {
        return new SendResult(Outcome.RETRY, message, retryAfterNanos, 0);
    }

    /** The request failed with an outcome that asks for no wait. */
    public static SendResult failed(Outcome outcome, String message) {
        return new SendResult(outcome, message, NO_RETRY_AFTER, 0);
    }

    /** Whether the same bytes may be sent again. */
    public boolean mayRetry() {
        return outcome == Outcome.RETRY || outcome == Outcome.UNREACHABLE;
    }
}
