/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.bootstrap;

/**
 * The values that woven code captured for the span that it is about to end, packed into longs as {@link SpanLayout}
 * draws them. Used by one thread; made at its first capture and reused, so that a span allocates nothing. Values are
 * copied: nothing of the application is kept.
 *
 * <p><b>Values belong to a span id.</b> The first value of another span discards what an exit that failed, or never
 * came, has left here.
 *
 * <p><b>Limits.</b> A span has at most {@value #MAX_VALUES} values, which take {@link #MAX_WORDS} longs at most. Beyond
 * that, values are left out and counted. Texts are cut at {@link #maxLength} chars, arrays at {@value #MAX_ELEMENTS}
 * elements. The array grows as it is needed, up to 7 KiB.
 */
final class CapturedValues {
    static final int MAX_VALUES = 16;
    static final int MAX_ELEMENTS = 128;
    static final int MAX_WORDS = SpanLayout.MAX_TAIL_RECORDS * SpanLayout.RECORD_LONGS;

    /** Max chars of a text, so that one text always fits; see {@link ThreadState#captureAtMost}. */
    static final int MAX_LENGTH_LIMIT = 3072;

    /** Set once, before anything is woven. */
    static int maxLength = 1024;

    private static final int BLOCK = 64;
    private static final int FIRST_WORDS = 32;

    /** The span that the values belong to; 0 if there are none. */
    long spanId;

    private long[] words = new long[FIRST_WORDS];
    private final char[] chars = new char[BLOCK];
    private int size;
    private int count;
    private int leftOutCount;

    /** Begins a new span if the values here are of another one. */
    CapturedValues of(long span) {
        if (spanId != span) {
            size = 1; // after the head
            count = 0;
            leftOutCount = 0;
            spanId = span;
        }
        return this;
    }

    void leaveOut(int more) {
        leftOutCount = Math.min(MAX_VALUES, leftOutCount + more);
    }

    void put(int index, long value) {
        putWord(header(SpanLayout.LONG_VALUE, index, 1), value);
    }

    void put(int index, double value) {
        putWord(header(SpanLayout.DOUBLE_VALUE, index, 1), Double.doubleToRawLongBits(value));
    }

    void put(int index, boolean value) {
        putWord(header(SpanLayout.BOOLEAN_VALUE, index, 1), value ? 1 : 0);
    }

    void put(int index, String value) {
        int mark = size;
        end(mark, hasPlace() && putText(SpanLayout.TEXT_VALUE, index, value));
    }

    /** Takes a boxed primitive, a String, an enum, or an array; ignores anything else. */
    void putObject(int index, Object value) {
        if (value instanceof String) {
            put(index, (String) value);
        } else if (value instanceof Enum) {
            put(index, ((Enum<?>) value).name());
        } else if (value instanceof Boolean) {
            put(index, ((Boolean) value).booleanValue());
        } else if (value instanceof Character) {
            put(index, value.toString());
        } else if (value instanceof Double || value instanceof Float) {
            put(index, ((Number) value).doubleValue());
        } else if (value instanceof Integer
                || value instanceof Long
                || value instanceof Short
                || value instanceof Byte) {
            put(index, ((Number) value).longValue());
        } else {
            int mark = size;
            if (value instanceof String[]) {
                end(mark, hasPlace() && putTexts(index, (String[]) value));
            } else if (value instanceof long[] || value instanceof int[]) {
                end(mark, hasPlace() && putLongs(index, value));
            } else if (value instanceof double[]) {
                end(mark, hasPlace() && putDoubles(index, (double[]) value));
            } else if (value instanceof boolean[]) {
                end(mark, hasPlace() && putBooleans(index, (boolean[]) value));
            }
        }
    }

    /** Records after the span's own that the values take. */
    int tailRecords() {
        return count == 0 ? 0 : (size + SpanLayout.RECORD_LONGS - 1) >> SpanLayout.RECORD_SHIFT;
    }

    /**
     * Completes the record of a slot: copies the values behind it and says so in its descriptor. Plain stores, before
     * the caller publishes the record.
     *
     * @param tailRecords {@link #tailRecords}, or 0 if the buffer has no room for them
     */
    void copyTo(long[] records, int slot, int tailRecords) {
        int at = slot << SpanLayout.RECORD_SHIFT;
        long code;
        if (tailRecords > 0) {
            words[0] = (long) leftOutCount << SpanLayout.LEFT_OUT_SHIFT | count;
            System.arraycopy(words, 0, records, at + SpanLayout.RECORD_LONGS, size);
            code = tailRecords;
        } else {
            int leftOut = Math.min(MAX_VALUES, leftOutCount + count);
            code = leftOut == 0 ? 0 : SpanLayout.MAX_TAIL_RECORDS + leftOut;
        }
        records[at + SpanLayout.DESCRIPTOR] |= code << SpanLayout.TAIL_SHIFT;
    }

    private boolean hasPlace() {
        return count < MAX_VALUES;
    }

    /** Ends a value that began at the mark: counts it, or takes it back and counts it as left out. */
    private void end(int mark, boolean complete) {
        if (complete) {
            count++;
        } else {
            size = mark;
            leaveOut(1);
        }
    }

    private void putWord(long header, long word) {
        int at = size;
        boolean fits = hasPlace() && ensure(2);
        if (fits) {
            words[at] = header;
            words[at + 1] = word;
            size = at + 2;
        }
        end(at, fits);
    }

    private boolean putTexts(int index, String[] values) {
        int length = Math.min(values.length, MAX_ELEMENTS);
        if (!putHeader(SpanLayout.TEXT_ARRAY, index, length)) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            String value = values[i];
            boolean fits = value == null
                    ? putHeader(SpanLayout.NULL_VALUE, index, 0)
                    : putText(SpanLayout.TEXT_VALUE, index, value);
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    private boolean putLongs(int index, Object values) {
        long[] longs = values instanceof long[] ? (long[]) values : null;
        int[] ints = longs == null ? (int[]) values : null;
        int length = Math.min(longs != null ? longs.length : ints.length, MAX_ELEMENTS);
        if (!ensure(1 + length)) {
            return false;
        }
        putHeader(SpanLayout.LONG_ARRAY, index, length);
        for (int i = 0; i < length; i++) {
            words[size++] = longs != null ? longs[i] : ints[i];
        }
        return true;
    }

    private boolean putDoubles(int index, double[] values) {
        int length = Math.min(values.length, MAX_ELEMENTS);
        if (!ensure(1 + length)) {
            return false;
        }
        putHeader(SpanLayout.DOUBLE_ARRAY, index, length);
        for (int i = 0; i < length; i++) {
            words[size++] = Double.doubleToRawLongBits(values[i]);
        }
        return true;
    }

    private boolean putBooleans(int index, boolean[] values) {
        int length = Math.min(values.length, MAX_ELEMENTS);
        if (!ensure(1 + length)) {
            return false;
        }
        putHeader(SpanLayout.BOOLEAN_ARRAY, index, length);
        for (int i = 0; i < length; i++) {
            words[size++] = values[i] ? 1 : 0;
        }
        return true;
    }

    private boolean putHeader(int type, int index, int length) {
        if (!ensure(1)) {
            return false;
        }
        words[size++] = header(type, index, length);
        return true;
    }

    /** Puts eight chars into a long while all are Latin-1, as nearly all texts are; else begins again, with four. */
    private boolean putText(int type, int index, String value) {
        int length = value.length();
        if (length > maxLength) {
            length = Character.isHighSurrogate(value.charAt(maxLength - 1)) ? maxLength - 1 : maxLength;
        }
        int at = size;
        if (!ensure(1 + ((length + 7) >> 3))) {
            return false;
        }
        if (pack(value, length, at + 1, 3)) {
            words[at] = header(type, index, length);
            size = at + 1 + ((length + 7) >> 3);
            return true;
        }
        if (!ensure(1 + ((length + 3) >> 2))) {
            return false;
        }
        pack(value, length, at + 1, 2);
        words[at] = header(type, index, length) | SpanLayout.WIDE;
        size = at + 1 + ((length + 3) >> 2);
        return true;
    }

    /**
     * Packs chars from a word on, block by block, since copying a block out of a String is faster than reading its
     * chars one by one.
     *
     * @param shift 3 for eight chars in a long, 2 for four
     * @return false if a char is too wide for that; the words are undefined then
     */
    private boolean pack(String value, int length, int firstWord, int shift) {
        long[] to = words;
        char[] block = chars;
        int at = firstWord;
        int bits = Long.SIZE >> shift;
        int perWord = 1 << shift;
        int any = 0;
        for (int from = 0; from < length; from += BLOCK) {
            int blockLength = Math.min(BLOCK, length - from);
            value.getChars(from, from + blockLength, block, 0);
            for (int i = 0; i < blockLength; ) {
                int end = Math.min(i + perWord, blockLength);
                long word = 0;
                for (int position = 0; i < end; position += bits) {
                    char c = block[i++];
                    any |= c;
                    word |= (long) c << position;
                }
                to[at++] = word;
            }
            if (any > 0xFF && shift == 3) {
                return false;
            }
        }
        return true;
    }

    private static long header(int type, int index, int length) {
        return (long) length << SpanLayout.LENGTH_SHIFT | (long) type << SpanLayout.TYPE_SHIFT | index;
    }

    /** Makes room; false if that would exceed the max. */
    private boolean ensure(int more) {
        int needed = size + more;
        if (needed <= words.length) {
            return true;
        }
        if (needed > MAX_WORDS) {
            return false;
        }
        long[] larger = new long[Math.min(MAX_WORDS, Math.max(needed, 2 * words.length))];
        System.arraycopy(words, 0, larger, 0, size);
        words = larger;
        return true;
    }
}
