/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.bootstrap;

/**
 * The fields of an {@link OwnedBuffer} that its thread writes at every span, on cache lines of their own.
 *
 * <p>Padding against false sharing: the JVM lays out a superclass's fields before those of its subclass, and longs
 * before the rest. So the padding here separates them from the object before this one in memory, and the padding in
 * {@link OwnedBuffer} from the fields that the consumer writes. Without it, every drain would take the cache line from
 * the producer.
 */
abstract class ProducerSide extends SpanBuffer {
    @SuppressWarnings("unused")
    private long p0, p1, p2, p3, p4, p5, p6, p7, p8, p9, p10, p11, p12, p13, p14, p15;

    // Read by the consumer for statistics; the race is benign, since a count can only lag by what is under way.
    long startedCount;
    long sampledOutCount;
    long loadShedCount;
    volatile long queueFullCount;

    /** Spans left out by limits, by their reasons in {@link SpanCollectorCounts}. */
    final long[] limitedCounts = new long[SpanCollectorCounts.LIMIT_REASONS];

    /** Spans published in the chunks before {@link #writeChunk}. */
    long publishedBefore;

    /** What {@link #writeChunk} holds, as its {@link SpanChunk.Tail} says it; full if there is no chunk. */
    int fill = SpanChunk.CAPACITY;

    SpanChunk writeChunk;

    /** The records of {@link #writeChunk}. */
    long[] records;

    SpanChunk.Tail tail;

    ProducerSide(SpanCollector collector) {
        super(collector);
    }
}
