/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.bootstrap;

/**
 * What a thread writes in its {@link OwnedBuffer} at every span, apart from what the consumer writes there.
 *
 * <p>The JVM lays out a superclass's fields before those of its subclass, and longs before the rest: so the padding
 * here keeps the object before away and the padding in {@link OwnedBuffer} the consumer's fields. Without it, each
 * drain takes the producer's cache line away in the middle of a burst.
 */
abstract class ProducerSide extends SpanBuffer {
    @SuppressWarnings("unused")
    private long p0, p1, p2, p3, p4, p5, p6, p7, p8, p9, p10, p11, p12, p13, p14, p15;

    // Read by the consumer for statistics, which is benign: a count can lag by what is under way.
    long startedCount;
    long sampledOutCount;
    long shedCount;
    volatile long droppedCount;

    /** Next free record of {@link #writeChunk}; its capacity if there is none. */
    int slot = SpanChunk.CAPACITY;

    SpanChunk writeChunk;

    /** Of {@link #writeChunk}, to have them at hand. */
    long[] records;

    SpanChunk.Tail tail;

    ProducerSide(SpanCollector collector) {
        super(collector);
    }
}
