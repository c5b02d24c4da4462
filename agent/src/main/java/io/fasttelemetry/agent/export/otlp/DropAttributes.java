/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export.otlp;

import io.fasttelemetry.agent.export.counts.DropReason;
import io.fasttelemetry.agent.export.counts.ExportCounters;
import io.fasttelemetry.agent.export.counts.SpanCounts;
import io.fasttelemetry.bootstrap.SpanCollector;
import io.fasttelemetry.proto.AttributeSet;
import io.fasttelemetry.proto.TraceRequestEncoder;

/**
 * Reports dropped spans to the receiver: attributes of the scope, {@code fasttelemetry.dropped.} and the reason, in
 * each request that is encoded after the first drop. They count from the agent's start, so each request can be read by
 * itself, and a request that is sent again keeps its bytes. Owned by the export thread.
 */
final class DropAttributes {
    private static final String PREFIX = "fasttelemetry.dropped.";

    /** Min time between two readings of the buffers' counts, of which there may be one per thread. */
    private static final long PERIOD_NANOS = 100_000_000L;

    private final SpanCollector collector;
    private final ExportCounters counters;
    private long readNanos = System.nanoTime() - PERIOD_NANOS;
    private long lostCount;

    DropAttributes(SpanCollector collector, ExportCounters counters) {
        this.collector = collector;
        this.counters = counters;
    }

    /** Updates the attributes. An encoder that has attributes keeps them for later requests. */
    void update(TraceRequestEncoder request) {
        long lost = counters.settledCount() - counters.exportedCount();
        if (lost != lostCount || System.nanoTime() - readNanos >= PERIOD_NANOS) {
            lostCount = lost;
            readNanos = System.nanoTime();
            putInto(request);
        }
    }

    /** Dropped so far, for any reason. */
    long droppedCount() {
        return SpanCounts.read(collector, counters, 0).droppedCount();
    }

    void putInto(TraceRequestEncoder request) {
        SpanCounts now = SpanCounts.read(collector, counters, 0);
        if (now.droppedCount() > 0) {
            AttributeSet attributes = new AttributeSet();
            for (DropReason reason : DropReason.values()) {
                if (now.dropped(reason) > 0) {
                    attributes.put(PREFIX.concat(reason.word()), now.dropped(reason));
                }
            }
            request.scopeAttributes(attributes);
        }
    }
}
