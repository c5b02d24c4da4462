/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export;

import io.fasttelemetry.bootstrap.SpanLayout;

/**
 * Reads the captured values behind a record, one after the other; {@link SpanLayout} draws them. Reusable; allocates
 * for arrays only. Owned by the export thread.
 */
public final class CapturedReader {
    private static final String[] NO_TEXTS = new String[0];

    private final Text text = new Text();
    private long[] words;
    private int at;
    private int leftCount;
    private int leftOutCount;
    private int index;
    private int type;
    private int length;

    /** Starts with the record at this offset. */
    public void start(long[] records, int offset) {
        long descriptor = records[offset + SpanLayout.DESCRIPTOR];
        words = records;
        if (SpanLayout.tailRecords(descriptor) == 0) {
            leftCount = 0;
            leftOutCount = SpanLayout.leftOutCount(descriptor);
        } else {
            at = offset + SpanLayout.RECORD_LONGS;
            long head = words[at++];
            leftCount = (int) head & 0xFFFF;
            leftOutCount = (int) (head >>> SpanLayout.LEFT_OUT_SHIFT) & 0xFFFF;
        }
    }

    /** The number of values that were captured and are not here. */
    public int leftOutCount() {
        return leftOutCount;
    }

    /** Goes on to the next value; false if there is none. */
    public boolean next() {
        if (leftCount == 0) {
            return false;
        }
        leftCount--;
        long header = header();
        index = (int) header & 0xFF;
        if (type == SpanLayout.TEXT_VALUE) {
            readText(header);
        } else if (type < SpanLayout.TEXT_ARRAY) {
            at++;
        }
        return true;
    }

    private long header() {
        long header = words[at++];
        type = (int) (header >>> SpanLayout.TYPE_SHIFT) & 0xFF;
        length = (int) (header >>> SpanLayout.LENGTH_SHIFT);
        return header;
    }

    private void readText(long header) {
        boolean wide = (header & SpanLayout.WIDE) != 0;
        text.set(words, at, length, wide);
        at += wide ? (length + 3) >> 2 : (length + 7) >> 3;
    }

    /** The index of the attribute's key in its operation. */
    public int index() {
        return index;
    }

    /**
     * The value's type, one of {@link SpanLayout}. An array must be read before {@link #next} is called again.
     */
    public int type() {
        return type;
    }

    /** The text, valid until the next call of {@link #next}. */
    public CharSequence text() {
        return text;
    }

    public long longValue() {
        return words[at - 1];
    }

    public double doubleValue() {
        return Double.longBitsToDouble(words[at - 1]);
    }

    public boolean booleanValue() {
        return words[at - 1] != 0;
    }

    /** Reads an array of texts, some of which may be null. */
    public String[] texts() {
        int count = length;
        String[] all = count == 0 ? NO_TEXTS : new String[count];
        for (int i = 0; i < count; i++) {
            long header = header();
            if (type == SpanLayout.TEXT_VALUE) {
                readText(header);
                all[i] = text.toString();
            }
        }
        return all;
    }

    public long[] longs() {
        long[] all = new long[length];
        System.arraycopy(words, at, all, 0, length);
        at += length;
        return all;
    }

    public double[] doubles() {
        double[] all = new double[length];
        for (int i = 0; i < length; i++) {
            all[i] = Double.longBitsToDouble(words[at++]);
        }
        return all;
    }

    public boolean[] booleans() {
        boolean[] all = new boolean[length];
        for (int i = 0; i < length; i++) {
            all[i] = words[at++] != 0;
        }
        return all;
    }

    /** Reads over the value, if it is an array. */
    public void skip() {
        if (type == SpanLayout.TEXT_ARRAY) {
            texts();
        } else if (type > SpanLayout.TEXT_ARRAY) {
            at += length;
        }
    }

    /** Packed chars as text, without a copy. */
    private static final class Text implements CharSequence {
        private long[] words;
        private int from;
        private int length;
        private boolean wide;

        void set(long[] newWords, int newFrom, int newLength, boolean isWide) {
            words = newWords;
            from = newFrom;
            length = newLength;
            wide = isWide;
        }

        @Override
        public int length() {
            return length;
        }

        @Override
        public char charAt(int i) {
            return wide
                    ? (char) (words[from + (i >> 2)] >>> ((i & 3) << 4))
                    : (char) (words[from + (i >> 3)] >>> ((i & 7) << 3) & 0xFF);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return toString().substring(start, end);
        }

        @Override
        public String toString() {
            char[] chars = new char[length];
            for (int i = 0; i < length; i++) {
                chars[i] = charAt(i);
            }
            return new String(chars);
        }
    }
}
