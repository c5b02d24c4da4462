/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export.otlp;

import io.fasttelemetry.agent.export.counts.DropReason;
import io.fasttelemetry.agent.export.counts.ExportCounters;
import io.fasttelemetry.agent.export.counts.SpanCounts;
import io.fasttelemetry.bootstrap.SpanCollector;
import io.fasttelemetry.proto.AttributeSet;
import io.fasttelemetry.proto.TraceRequestEncoder;

/**
 * Reports to the receiver what never reached it: attributes of the scope, {@code fasttelemetry.dropped.} and the
 * reason, in each request that is encoded after a drop. They count from the agent's start, so no later request is
 * needed to make sense of one, and a request that is sent again can keep its bytes. While nothing was dropped there
 * are none. Owned by the export thread.
 */
final class DropAttributes {
    private static final String PREFIX = "fasttelemetry.dropped.";

    /** The buffers' own counts are read no more often: there is one for each thread. */
    private static final long PERIOD_NANOS = 100_000_000L;

    private final SpanCollector collector;
    private final ExportCounters counters;
    private long readNanos = System.nanoTime() - PERIOD_NANOS;
    private long lostCount;

    DropAttributes(SpanCollector collector, ExportCounters counters) {
        this.collector = collector;
        this.counters = counters;
    }

    /** Brings the attributes up to date. A request that has them keeps them. */
    void update(TraceRequestEncoder request) {
        long lost = counters.settledCount() - counters.exportedCount();
        if (lost != lostCount || System.nanoTime() - readNanos >= PERIOD_NANOS) {
            lostCount = lost;
            readNanos = System.nanoTime();
            putInto(request);
        }
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
