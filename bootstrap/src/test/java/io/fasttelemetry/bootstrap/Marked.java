/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.bootstrap;

/** Records whose words all follow from a number, so that a torn one shows. */
final class Marked {
    private static final ThrownRecord THROWN = ThrownRecord.of(new Throwable(), null, true);

    private Marked() {}

    /** Offers record {@code number}, at least 1, of the state's thread. */
    static void offer(SpanBuffer buffer, ThreadState state, long number) {
        long key = mark(state, number);
        buffer.offer(state, (int) (key >>> 33), number, key + 1, key + 2, key + 3, thrown(number));
    }

    /** Offers a record with captured values, which take {@link #tailRecords} slots, where there is room for them. */
    static void offerWithValues(SpanBuffer buffer, ThreadState state, CapturedValues values, long number) {
        long key = mark(state, number);
        values.of(number);
        for (int i = 0; i < valueCount(number); i++) {
            values.put(i, key + i);
        }
        buffer.offerWithValues(state, (int) (key >>> 33), number, key + 1, key + 2, key + 3, thrown(number), values);
    }

    private static long mark(ThreadState state, long number) {
        long key = IdGenerator.mix(number ^ (state.threadId << 40));
        state.traceIdHigh = key;
        state.traceIdLow = ~key;
        state.traceBits = (key << SpanLayout.ANCHOR_SHIFT) & ((1L << SpanLayout.TAIL_SHIFT) - 1);
        return key;
    }

    private static int valueCount(long number) {
        return (int) (number % CapturedValues.MAX_VALUES) + 1;
    }

    /** Slots behind the span's own that the values with this number take: a head, and two longs for each. */
    static int tailRecords(long number) {
        return (1 + 2 * valueCount(number) + 7) / 8;
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
                && SpanLayout.shedLevel(descriptor) == (key >>> 16 & SpanLayout.SHED_MASK)
                && thrown == thrown(number)
                && valuesAreWhole(records, offset, number, key);
        if (!whole) {
            throw new AssertionError("torn record with number " + number);
        }
        return number;
    }

    /** All values, or none and their number. */
    private static boolean valuesAreWhole(long[] records, int offset, long number, long key) {
        Captured values = Captured.read(records, offset);
        int count = values.byIndex().size();
        for (int i = 0; i < count; i++) {
            if (!values.byIndex().get(i).equals(key + i)) {
                return false;
            }
        }
        int leftOut = values.leftOutCount();
        return count == 0 ? leftOut == 0 || leftOut == valueCount(number) : count == valueCount(number) && leftOut == 0;
    }
}
