/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export;

import io.fasttelemetry.bootstrap.SpanCollector;
import io.fasttelemetry.proto.AttributeSet;
import io.fasttelemetry.proto.TraceRequestEncoder;

/**
 * Tells the receiver what never reached it: attributes of the scope, in each request that is encoded after a drop. They
 * count from the agent's start, so no later request is needed to make sense of one, and a request that is sent again
 * can keep its bytes. While nothing was dropped there are none. The export thread owns it.
 */
final class DropAttributes {
    private static final String PREFIX = "fasttelemetry.dropped.";

    /** The buffers' own counts are read no more often: there is one for each thread. */
    private static final long PERIOD_NANOS = 100_000_000L;

    private final SpanCollector collector;
    private final ExportStats stats;
    private long readNanos = System.nanoTime() - PERIOD_NANOS;
    private long lostCount;

    DropAttributes(SpanCollector collector, ExportStats stats) {
        this.collector = collector;
        this.stats = stats;
    }

    /** Brings the attributes up to date. A request that has them keeps them. */
    void update(TraceRequestEncoder request) {
        long lost = stats.settledCount() - stats.exportedCount;
        if (lost != lostCount || System.nanoTime() - readNanos >= PERIOD_NANOS) {
            lostCount = lost;
            readNanos = System.nanoTime();
            putInto(request);
        }
    }

    void putInto(TraceRequestEncoder request) {
        Accounts now = Accounts.read(collector, stats, 0);
        if (now.droppedCount() > 0) {
            AttributeSet attributes = new AttributeSet();
            put(attributes, "shed", now.shedCount);
            put(attributes, "buffers_full", now.buffersFullCount);
            put(attributes, "refused", now.refusedCount);
            put(attributes, "rejected", now.rejectedCount);
            put(attributes, "failed", now.failedCount);
            request.scopeAttributes(attributes);
        }
    }

    private static void put(AttributeSet attributes, String reason, long count) {
        if (count > 0) {
            attributes.put(PREFIX + reason, count);
        }
    }
}
