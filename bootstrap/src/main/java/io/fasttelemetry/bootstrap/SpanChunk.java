/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.bootstrap;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * {@value #CAPACITY} consecutive records: the unit in which the pool lends memory to buffers.
 *
 * <p>Each takes one slot. Captured values take the slots behind their span's, whose references stay null.
 *
 * <p>Filled by one producer at a time and emptied by the consumer; {@link #tail} publishes records to the consumer. A
 * chunk that is returned to the pool must be drained, with every reference cleared.
 *
 * <pre>
 *   records: long[CAPACITY * 8]     | record 0 | record 1 | ... | record tail-1 | free ...
 *   thrown:  ThrownRecord[CAPACITY] |   null   |  thrown  | ... |     null      |
 * </pre>
 */
final class SpanChunk {
    static final int CAPACITY = 128;

    /** One span that takes one slot, in the value of a {@link Tail}. */
    static final int ONE_SPAN = 1 << 8 | 1;

    /** The slots in the value of a {@link Tail}. */
    static final int SLOT_MASK = 0xFF;

    /** The spans in the value of a {@link Tail} begin at this bit. */
    static final int SPAN_SHIFT = 8;

    /** Bytes of a chunk in the budget: records, references, headers and padding, rounded up. */
    static final int BYTES = CAPACITY * (SpanLayout.RECORD_LONGS * Long.BYTES + 8) + 256;

    /** Index in the pool's table; the pool sets it before it lends the chunk for the first time. */
    int index;

    final long[] records = new long[CAPACITY * SpanLayout.RECORD_LONGS];
    final ThrownRecord[] thrown = new ThrownRecord[CAPACITY];
    final Tail tail = new Tail();

    /** Names of the recording threads, in a shared buffer; null in a chunk that was never in one. */
    String[] threadNames;

    /**
     * The chunk after this one in an owned buffer; written by the producer once this one is full. Written as a field,
     * not through a method: at the end of a stack a call could fail and leave the chain broken.
     */
    volatile SpanChunk next;

    /** Makes the chunk ready for its next owner. The references were cleared one by one as records were visited. */
    void reset() {
        next = null;
        tail.setPlain(0);
    }

    /** Fills one slot. Plain stores only: the caller publishes the record. */
    static void write(
            long[] records,
            int slot,
            ThreadState state,
            int operationId,
            long spanId,
            long parentSpanId,
            long startNanos,
            long endNanos) {
        int at = slot << SpanLayout.RECORD_SHIFT;
        records[at] = state.traceIdHigh;
        records[at + SpanLayout.TRACE_ID_LOW] = state.traceIdLow;
        records[at + SpanLayout.SPAN_ID] = spanId;
        records[at + SpanLayout.PARENT_SPAN_ID] = parentSpanId;
        records[at + SpanLayout.START_NANOS] = startNanos;
        records[at + SpanLayout.END_NANOS] = endNanos;
        records[at + SpanLayout.DESCRIPTOR] = state.traceBits | operationId;
        records[at + SpanLayout.THREAD_ID] = state.threadId;
    }

    /** The number of records with captured values behind a published one. */
    int tailRecords(int slot) {
        return SpanLayout.tailRecords(records[(slot << SpanLayout.RECORD_SHIFT) + SpanLayout.DESCRIPTOR]);
    }

    /** Passes the record of a slot to the visitor and clears its references. */
    void visit(int slot, SpanVisitor visitor, String threadName) {
        ThrownRecord exception = thrown[slot];
        String name = threadName;
        if (exception != null) {
            thrown[slot] = null;
        }
        if (name == null) {
            name = threadNames[slot];
            threadNames[slot] = null;
        }
        try {
            visitor.visit(records, slot << SpanLayout.RECORD_SHIFT, exception, name);
        } finally {
            if (exception != null) {
                exception.release();
            }
        }
    }

    /**
     * What is published: the number of slots in the low eight bits, and the number of spans above. Padded against false
     * sharing: every span writes one, and a garbage collector may move the tails of many chunks next to each other.
     */
    static final class Tail extends AtomicInteger {
        private static final long serialVersionUID = 1L;

        @SuppressWarnings("unused")
        private long p0, p1, p2, p3, p4, p5, p6, p7, p8, p9, p10, p11, p12, p13, p14, p15;
    }
}
