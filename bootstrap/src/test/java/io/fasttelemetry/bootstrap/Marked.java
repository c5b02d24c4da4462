/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.bootstrap;

/** Records whose words all follow from a number, so that a torn one shows. */
final class Marked {
    private static final ThrownRecord THROWN = ThrownRecord.of(new Throwable(), null, true);

    private Marked() {}

    /** Offers record {@code number}, at least 1, of the state's thread. */
    static void offer(SpanBuffer buffer, ThreadState state, long number) {
        long key = IdGenerator.mix(number ^ (state.threadId << 40));
        state.traceIdHigh = key;
        state.traceIdLow = ~key;
        state.traceBits = key << SpanLayout.ANCHOR_SHIFT;
        buffer.offer(state, (int) (key >>> 33), number, key + 1, key + 2, key + 3, thrown(number));
    }

    /** What the record with this number carries: few have an exception, so that one left behind shows. */
    private static ThrownRecord thrown(long number) {
        return number % 5 == 0 ? THROWN : null;
    }

    /** The number of a record, which must be whole. */
    static long number(long[] records, int offset, ThrownRecord thrown) {
        long number = records[offset + SpanLayout.SPAN_ID];
        long key = IdGenerator.mix(number ^ (records[offset + SpanLayout.THREAD_ID] << 40));
        long descriptor = records[offset + SpanLayout.DESCRIPTOR];
        boolean whole = records[offset + SpanLayout.TRACE_ID_HIGH] == key
                && records[offset + SpanLayout.TRACE_ID_LOW] == ~key
                && records[offset + SpanLayout.PARENT_SPAN_ID] == key + 1
                && records[offset + SpanLayout.START_NANOS] == key + 2
                && records[offset + SpanLayout.END_NANOS] == key + 3
                && SpanLayout.operationId(descriptor) == (int) (key >>> 33)
                && SpanLayout.anchor(descriptor) == (key & SpanLayout.ANCHOR_MASK)
                && SpanLayout.shedLevel(descriptor) == (key >>> 16 & 0xFFFF)
                && thrown == thrown(number);
        if (!whole) {
            throw new AssertionError("torn record with number " + number);
        }
        return number;
    }
}
