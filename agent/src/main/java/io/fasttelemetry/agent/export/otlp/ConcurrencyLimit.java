/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export.otlp;

/**
 * Decides how many requests may be in flight while the receiver takes them, from the number of spans that wait and the
 * measured round trip. Immutable; has no clock.
 *
 * <p>One request is enough for a receiver that is near: what is recorded during a round trip makes the next request
 * larger, which costs less than two requests. For one that is far away each further request needs twice as many waiting
 * spans as the one before, so that more requests are opened only when larger ones do not keep up. A waiting batch of
 * the maximum size is reason enough, since no request can grow beyond it; for a receiver that is near there has to be
 * one for each further request.
 */
final class ConcurrencyLimit {
    /** Max round trip of a receiver that is near: the same machine, or one next to it. */
    static final long NEAR_NANOS = 5_000_000L;

    /** No request was answered yet. */
    static final long UNKNOWN = -1;

    private final int maxRequests;
    private final int earlySpans;
    private final int maxSpans;

    /**
     * @param earlySpans spans that are sent as soon as so many wait
     * @param maxSpans maximum size of a request
     */
    ConcurrencyLimit(int maxRequests, int earlySpans, int maxSpans) {
        this.maxRequests = maxRequests;
        this.earlySpans = earlySpans;
        this.maxSpans = maxSpans;
    }

    /** Max requests in flight, from 1 to the configured maximum. */
    int requests(long waitingSpans, long roundTripNanos) {
        if (roundTripNanos == UNKNOWN) {
            return 1;
        }
        boolean far = roundTripNanos > NEAR_NANOS;
        int requests = 1;
        long needed = far ? Math.min(2L * earlySpans, maxSpans) : maxSpans;
        while (requests < maxRequests && waitingSpans >= needed) {
            requests++;
            needed = far ? Math.min(2 * needed, maxSpans) : needed + maxSpans;
        }
        return requests;
    }
}
