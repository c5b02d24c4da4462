/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export;

import java.util.Random;

/**
 * How long to wait after the n-th failure in a row: exponential, doubling from the base to the most, with jitter of a
 * quarter to either side and never above the most (OTLP, "All Other Responses"; exporter specification, "Retry"). Where
 * the most cuts the upper side off, what is left is used evenly: many agents at the most do not come at once.
 *
 * <p>What the receiver asks for in Retry-After is the least wait; it is capped at {@value #MOST_RETRY_AFTER_SECONDS} s,
 * so that a receiver cannot silence the agent. Pure but for the random source; the export thread owns it.
 */
final class RetryPolicy {
    static final long MOST_RETRY_AFTER_SECONDS = 300;

    private static final long MOST_RETRY_AFTER_NANOS = MOST_RETRY_AFTER_SECONDS * 1_000_000_000L;

    private final long baseNanos;
    private final long mostNanos;
    private final Random random;

    RetryPolicy(long baseNanos, long mostNanos, Random random) {
        this.baseNanos = baseNanos;
        this.mostNanos = mostNanos;
        this.random = random;
    }

    /**
     * The wait before the next attempt.
     *
     * @param failures failures in a row so far, 1 for the first
     * @param retryAfterNanos what the receiver asked for, negative if it did not
     */
    long delayNanos(int failures, long retryAfterNanos) {
        double doubled = baseNanos * Math.pow(2, Math.min(failures, 60) - 1);
        double centre = Math.min(doubled, (double) mostNanos);
        double least = 0.75 * centre;
        double greatest = Math.min(1.25 * centre, (double) mostNanos);
        long delay = (long) (least + (greatest - least) * random.nextDouble());
        return retryAfterNanos < 0 ? delay : Math.max(delay, Math.min(retryAfterNanos, MOST_RETRY_AFTER_NANOS));
    }
}
