/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export.otlp;

import java.util.Random;

/**
 * Computes the wait after the n-th failure in a row: exponential back-off, doubling from the base to the cap, with
 * jitter of a quarter to both sides (OTLP, "All Other Responses"; exporter specification, "Retry"). At the cap the band
 * is clipped above and sampled uniformly below, so agents do not retry in lock-step.
 *
 * <p>Retry-After of the receiver is the minimum wait; it is capped at {@value #MAX_RETRY_AFTER_SECONDS} s, so that a
 * receiver cannot silence the agent. Has no state but the random source; owned by the export thread.
 */
final class RetryPolicy {
    static final long MAX_RETRY_AFTER_SECONDS = 300;

    private static final long MAX_RETRY_AFTER_NANOS = MAX_RETRY_AFTER_SECONDS * 1_000_000_000L;

    private final long baseNanos;
    private final long maxNanos;
    private final Random random;

    RetryPolicy(long baseNanos, long maxNanos, Random random) {
        this.baseNanos = baseNanos;
        this.maxNanos = maxNanos;
        this.random = random;
    }

    /**
     * The wait before the next attempt, in nanoseconds.
     *
     * @param failures failures in a row so far, 1 for the first
     * @param retryAfterNanos what the receiver asked for, negative if it did not
     */
    long delayNanos(int failures, long retryAfterNanos) {
        double doubled = baseNanos * Math.pow(2, Math.min(failures, 60) - 1);
        double centre = Math.min(doubled, (double) maxNanos);
        double min = 0.75 * centre;
        double max = Math.min(1.25 * centre, (double) maxNanos);
        long delay = (long) (min + (max - min) * random.nextDouble());
        return retryAfterNanos < 0 ? delay : Math.max(delay, retryAfterNanos(retryAfterNanos));
    }

    /** The wait that the receiver asked for, as far as it is honoured, in nanoseconds. */
    long retryAfterNanos(long askedNanos) {
        return Math.min(askedNanos, MAX_RETRY_AFTER_NANOS);
    }
}
