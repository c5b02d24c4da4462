/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.view;

/** What became of the spans that were received. Guarded by the store's lock. */
final class StoreCounts {
    /** Received with valid ids; each is in the store, or in one of the counts below. */
    long received;

    long evictedTraces;
    long evictedSpans;
    /** With the id of a span that the trace had already. */
    long duplicates;

    /** Left out because their trace alone is larger than the memory. */
    long tooMany;

    /** Without a valid id; not in {@code received}. */
    long invalid;

    void clear() {
        received = 0;
        evictedTraces = 0;
        evictedSpans = 0;
        duplicates = 0;
        tooMany = 0;
        invalid = 0;
    }
}
