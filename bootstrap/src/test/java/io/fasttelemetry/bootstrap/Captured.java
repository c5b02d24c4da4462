/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.bootstrap;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The values behind a record, read as {@link SpanLayout} draws them, arrays as lists.
 *
 * @param byIndex by the index of the attribute's key
 * @param leftOutCount values that were captured and are not here
 */
record Captured(Map<Integer, Object> byIndex, int leftOutCount) {

    static Captured read(long[] records, int offset) {
        long descriptor = records[offset + SpanLayout.DESCRIPTOR];
        if (SpanLayout.tailRecords(descriptor) == 0) {
            return new Captured(Map.of(), SpanLayout.leftOutCount(descriptor));
        }
        int[] at = {offset + SpanLayout.RECORD_LONGS};
        long head = records[at[0]++];
        Map<Integer, Object> values = new TreeMap<>();
        for (int left = (int) head & 0xFFFF; left > 0; left--) {
            int index = (int) records[at[0]] & 0xFF;
            if (values.put(index, value(records, at)) != null) {
                throw new AssertionError("twice: " + index);
            }
        }
        int used = (at[0] - offset + 7) / 8;
        if (used != 1 + SpanLayout.tailRecords(descriptor)) {
            throw new AssertionError("values take " + used + " records, the descriptor says "
                    + SpanLayout.tailRecords(descriptor) + " follow");
        }
        return new Captured(values, (int) (head >>> 16));
    }

    private static Object value(long[] words, int[] at) {
        long header = words[at[0]++];
        int length = (int) (header >>> 32);
        int type = (int) (header >>> 8) & 0xFF;
        return switch (type) {
            case SpanLayout.NULL_VALUE -> null;
            case SpanLayout.TEXT_VALUE -> text(words, at, length, (header & SpanLayout.WIDE) != 0);
            case SpanLayout.LONG_VALUE -> words[at[0]++];
            case SpanLayout.DOUBLE_VALUE -> Double.longBitsToDouble(words[at[0]++]);
            case SpanLayout.BOOLEAN_VALUE -> words[at[0]++] == 1;
            default -> array(words, at, length, type);
        };
    }

    private static List<Object> array(long[] words, int[] at, int length, int type) {
        Object[] elements = new Object[length];
        for (int i = 0; i < length; i++) {
            elements[i] = switch (type) {
                case SpanLayout.TEXT_ARRAY -> value(words, at);
                case SpanLayout.LONG_ARRAY -> words[at[0]++];
                case SpanLayout.DOUBLE_ARRAY -> Double.longBitsToDouble(words[at[0]++]);
                case SpanLayout.BOOLEAN_ARRAY -> words[at[0]++] == 1;
                default -> throw new AssertionError("type " + type);
            };
        }
        return Arrays.asList(elements);
    }

    private static String text(long[] words, int[] at, int length, boolean wide) {
        int perWord = wide ? 4 : 8;
        char[] chars = new char[length];
        for (int i = 0; i < length; i++) {
            long word = words[at[0] + i / perWord] >>> (i % perWord * (64 / perWord));
            chars[i] = (char) (word & (wide ? 0xFFFF : 0xFF));
        }
        at[0] += (length + perWord - 1) / perWord;
        return new String(chars);
    }
}
