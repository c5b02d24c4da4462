/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export.otlp;

import io.fasttelemetry.agent.export.transport.SendResult;

/**
 * Decides when a request may be sent after failures that call for a retry. Has no clock; owned by the export thread.
 *
 * <p>After a failure nothing is sent until the delay is over, then one request, a probe; if it fails, the next one
 * follows after a longer delay. The answers to the requests that were in flight together show whether the receiver
 * takes anything: a success ends the back-off, further failures count as one. A Retry-After holds whatever the other
 * answers are.
 *
 * <p>A single failure may be an exception. So if no other request was in flight, and the receiver asked for no delay,
 * one batch that was not tried before may be sent at once, the <i>spare probe</i>, which makes no round of its own.
 */
final class Backoff {
    /** Min pause between two attempts at the end of the process. */
    private static final long FINAL_PAUSE_NANOS = 100_000_000L;

    private final RetryPolicy policy;
    /** Probes in a row that failed, with the requests that were in flight together as one; 0 for no failure. */
    private int rounds;

    private boolean spareProbe;
    private long retryAtNanos;
    /** Whether the receiver has asked for a delay, until {@link #notBeforeNanos}. */
    private boolean retryAfter;

    private long notBeforeNanos;
    private boolean finishing;
    private boolean hopeless;

    Backoff(RetryPolicy policy) {
        this.policy = policy;
    }

    /** Whether there was no failure since the last success. */
    boolean isOver() {
        return rounds == 0;
    }

    /** The number to give to {@link #failed} with the result of a request that is sent now. */
    int round() {
        return rounds;
    }

    /** The number to give to {@link #failed} with the result of a spare probe, which is sent now. */
    int spendSpareProbe() {
        spareProbe = false;
        return rounds - 1;
    }

    boolean hasSpareProbe() {
        return spareProbe;
    }

    /**
     * Notes a failure.
     *
     * @param round of the request that failed
     */
    void failed(SendResult result, int round, long nowNanos) {
        boolean asked = result.retryAfterNanos > 0;
        boolean first = rounds == 0;
        spareProbe = first && result.outcome == SendResult.Outcome.RETRY && !asked && !finishing;
        if (first || round == rounds) {
            rounds++;
        }
        long delay = finishing
                ? Math.max(FINAL_PAUSE_NANOS, result.retryAfterNanos)
                : policy.delayNanos(rounds, result.retryAfterNanos);
        retryAtNanos = nowNanos + (first ? delay : Math.max(delay, retryAtNanos - nowNanos));
        if (asked && !finishing) {
            long until = nowNanos + policy.retryAfterNanos(result.retryAfterNanos);
            if (!retryAfter || until - notBeforeNanos > 0) {
                notBeforeNanos = until;
            }
            retryAfter = true;
        }
        hopeless = result.outcome == SendResult.Outcome.UNREACHABLE;
    }

    /** Notes that the receiver took a request. Returns whether that ended the back-off. */
    boolean succeeded(long nowNanos) {
        if (rounds == 0) {
            return false;
        }
        if (retryAfter && notBeforeNanos - nowNanos > 0) {
            retryAtNanos = notBeforeNanos; // the receiver is well, and its own delay is all that is left
            return false;
        }
        rounds = 0;
        spareProbe = false;
        retryAfter = false;
        hopeless = false;
        return true;
    }

    /** Nanoseconds until the next probe may be sent, 0 for at once. */
    long nanosUntilProbe(long nowNanos) {
        return rounds == 0 ? 0 : Math.max(0, retryAtNanos - nowNanos);
    }

    /** From now on delays are short, since the process ends; the present one ends now. */
    void finish(long nowNanos) {
        finishing = true;
        spareProbe = false;
        retryAfter = false;
        hopeless = false;
        retryAtNanos = nowNanos;
    }

    /** Whether there is no sense in a probe before the deadline: nobody listens, or the delay is longer. */
    boolean isHopeless(long deadlineNanos) {
        return rounds > 0 && (hopeless || retryAtNanos - deadlineNanos > 0);
    }
}
