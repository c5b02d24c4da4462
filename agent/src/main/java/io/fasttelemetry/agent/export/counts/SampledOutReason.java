/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export.counts;

import io.fasttelemetry.bootstrap.SpanCollectorCounts;

/** Why a span was sampled out. {@link #word} is its name in the closing message, {@code status} and the metrics. */
public enum SampledOutReason {
    /** The sampler left out its trace. */
    SAMPLER("sampler", -1),
    /** It was shorter than the min duration, did not fail, and no span below it was kept. */
    TOO_SHORT("too_short", SpanCollectorCounts.TOO_SHORT),
    /** The ratio of its rule left it out, or the trace that it was the root of. */
    RATIO("ratio", SpanCollectorCounts.RATIO),
    /** It was above the rate of its rule, or in a trace whose root was. */
    RATE("rate", SpanCollectorCounts.RATE),
    /** Its trace had as many spans as it may have. */
    TRACE_FULL("trace_full", SpanCollectorCounts.TRACE_FULL);

    private static final SampledOutReason[] ALL = values();

    private final String word;
    private final int limit;

    SampledOutReason(String word, int limit) {
        this.word = word;
        this.limit = limit;
    }

    /** All reasons, in the order in which they are reported. Not to be changed by the caller. */
    static SampledOutReason[] all() {
        return ALL;
    }

    /** Its place in {@link #all}. */
    @SuppressWarnings("EnumOrdinal") // used as an array index only
    int index() {
        return ordinal();
    }

    /** The reason as all reports spell it. */
    public String word() {
        return word;
    }

    /** The spans of this reason in the recorder's counts. */
    long countIn(SpanCollectorCounts counts) {
        if (this != SAMPLER) {
            return counts.leftOutCount(limit);
        }
        long count = counts.sampledOutCount;
        for (SampledOutReason reason : ALL) {
            count -= reason == SAMPLER ? 0 : reason.countIn(counts);
        }
        return count;
    }
}
