/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.bootstrap;

/**
 * Layout of one finished span: eight longs, one cache line.
 *
 * <pre>
 *   word  0  trace id, most significant half
 *         1  trace id, least significant half
 *         2  span id
 *         3  parent span id                      0 = root
 *         4  start, System.nanoTime()
 *         5  end, System.nanoTime()
 *         6  descriptor: bits  0..31  operation id
 *                        bits 32..47  clock anchor in force when the trace began
 *                        bits 48..56  shed level at which the trace was kept
 *                        bits 57..63  0, or n up to 111: n records with captured values follow
 *                                     111 + n: n values were left out, and none follow
 *         7  thread id
 * </pre>
 *
 * Captured values fill whole records behind the span's own, in the same array. A head comes first, then for each value
 * a header and its words:
 *
 * <pre>
 *   head    bits  0..15  number of values        bits 16..31  number of values left out
 *   header  bits  0..7   index of the attribute's key in {@link Operation#attributeKeys}
 *           bits  8..15  type
 *           bit   16     wide: four chars in a word, not eight, the first one lowest
 *           bits 32..63  length: chars, elements of an array, or 1
 *   words   a long, the bits of a double, 0 or 1 for a boolean; packed chars; the elements of an array,
 *           which for texts have a header each
 * </pre>
 *
 * Beside the record a chunk holds one reference: the {@link ThrownRecord} of what the method threw, or null.
 */
public final class SpanLayout {
    public static final int TRACE_ID_HIGH = 0;
    public static final int TRACE_ID_LOW = 1;
    public static final int SPAN_ID = 2;
    public static final int PARENT_SPAN_ID = 3;
    public static final int START_NANOS = 4;
    public static final int END_NANOS = 5;
    public static final int DESCRIPTOR = 6;
    public static final int THREAD_ID = 7;

    /** Longs in a record. */
    public static final int RECORD_LONGS = 8;

    /** Max records with captured values of one span: 7 104 bytes. */
    public static final int MAX_TAIL_RECORDS = 111;

    // Types of captured values, in a value's header.
    public static final int NULL_VALUE = 0;
    public static final int TEXT_VALUE = 1;
    public static final int LONG_VALUE = 2;
    public static final int DOUBLE_VALUE = 3;
    public static final int BOOLEAN_VALUE = 4;
    public static final int TEXT_ARRAY = 5;
    public static final int LONG_ARRAY = 6;
    public static final int DOUBLE_ARRAY = 7;
    public static final int BOOLEAN_ARRAY = 8;

    /** Flag in a text's header: its chars take two bytes each. */
    public static final long WIDE = 1L << 16;

    public static final int TYPE_SHIFT = 8;
    public static final int LENGTH_SHIFT = 32;
    public static final int LEFT_OUT_SHIFT = 16;

    static final int RECORD_SHIFT = 3;
    static final int ANCHOR_SHIFT = 32;
    static final int ANCHOR_MASK = 0xFFFF;
    static final int SHED_SHIFT = 48;
    static final int SHED_MASK = 0x1FF;
    static final int TAIL_SHIFT = 57;

    private SpanLayout() {}

    /** The operation id in a descriptor. */
    public static int operationId(long descriptor) {
        return (int) descriptor;
    }

    /** The clock anchor in a descriptor, for {@link SpanClock#offsetNanos}. */
    public static int anchor(long descriptor) {
        return (int) (descriptor >>> ANCHOR_SHIFT) & ANCHOR_MASK;
    }

    /** The shed level in a descriptor, for {@link Sampling#threshold}. */
    public static int shedLevel(long descriptor) {
        return (int) (descriptor >>> SHED_SHIFT) & SHED_MASK;
    }

    /** The number of records with captured values that follow the one with this descriptor. */
    public static int tailRecords(long descriptor) {
        int code = (int) (descriptor >>> TAIL_SHIFT);
        return code <= MAX_TAIL_RECORDS ? code : 0;
    }

    /** The number of values that were left out, if none follow; else the head of the values has it. */
    public static int leftOutCount(long descriptor) {
        return Math.max(0, (int) (descriptor >>> TAIL_SHIFT) - MAX_TAIL_RECORDS);
    }
}
