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
 *                        bits 48..63  shed level at which the trace was kept
 *         7  thread id
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

    static final int RECORD_SHIFT = 3;
    static final int ANCHOR_SHIFT = 32;
    static final int ANCHOR_MASK = 0xFFFF;
    static final int SHED_SHIFT = 48;

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
        return (int) (descriptor >>> SHED_SHIFT);
    }
}
