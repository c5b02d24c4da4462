/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export;

/** What came of one request. Immutable. */
final class SendResult {
    enum Outcome {
        /** The receiver has the batch. */
        DELIVERED,
        /** It may take the same bytes later. */
        RETRY,
        /** The same, and nobody listens at its address now. */
        UNREACHABLE,
        /** It may take the batch in smaller pieces. */
        TOO_LARGE,
        /** It will never take it. */
        REFUSED
    }

    final Outcome outcome;
    /** What happened, for the log; null when all went well. */
    final String message;
    /** What the receiver asked for, {@link RetryAfter#NONE} if it did not. */
    final long retryAfterNanos;
    /** Spans that a receiver which took the batch did not take. */
    final long rejectedCount;

    private SendResult(Outcome outcome, String message, long retryAfterNanos, long rejectedCount) {
        this.outcome = outcome;
        this.message = message;
        this.retryAfterNanos = retryAfterNanos;
        this.rejectedCount = rejectedCount;
    }

    static SendResult delivered(long rejectedCount, String message) {
        return new SendResult(Outcome.DELIVERED, message, RetryAfter.NONE, rejectedCount);
    }

    static SendResult retry(String message, long retryAfterNanos) {
        return new SendResult(Outcome.RETRY, message, retryAfterNanos, 0);
    }

    static SendResult failed(Outcome outcome, String message) {
        return new SendResult(outcome, message, RetryAfter.NONE, 0);
    }

    boolean mayRetry() {
        return outcome == Outcome.RETRY || outcome == Outcome.UNREACHABLE;
    }
}
