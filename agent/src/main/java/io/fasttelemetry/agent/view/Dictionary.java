/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.view;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Keeps each distinct value once, with a number that spans refer to it by, and drops it when its last user has
 * released it. Numbers are small and used again, so a set of values can be a BitSet. Guarded by the store's lock.
 */
final class Dictionary {
    static final int NONE = -1;

    private final Map<Object, Integer> ids = new HashMap<>();
    private Object[] values = new Object[1024];
    private int[] uses = new int[1024];
    private int limit;
    private int[] free = new int[256];
    private int freeCount;
    private long weight;

    /** The number of a value, which is kept until {@link #release} was called as often as this. */
    int retain(Object value) {
        Integer known = ids.get(value);
        if (known != null) {
            uses[known]++;
            return known;
        }
        int id = freeCount > 0 ? free[--freeCount] : limit++;
        if (id == values.length) {
            values = Arrays.copyOf(values, id * 2);
            uses = Arrays.copyOf(uses, id * 2);
        }
        values[id] = value;
        uses[id] = 1;
        ids.put(value, id);
        weight += weightOf(value);
        return id;
    }

    void release(int id) {
        if (id == NONE || --uses[id] > 0) {
            return;
        }
        Object value = values[id];
        ids.remove(value);
        values[id] = null;
        weight -= weightOf(value);
        if (freeCount == free.length) {
            free = Arrays.copyOf(free, freeCount * 2);
        }
        free[freeCount++] = id;
    }

    /** The number of a value, or {@link #NONE} if it is not in use. */
    int find(Object value) {
        return ids.getOrDefault(value, NONE);
    }

    /** The value of a number; null for one that is not in use. */
    Object get(int id) {
        return id == NONE ? null : values[id];
    }

    /** The text of a value; empty for {@link #NONE}. */
    String text(int id) {
        return id == NONE ? "" : values[id].toString();
    }

    /** All numbers are below this. */
    int limit() {
        return limit;
    }

    int size() {
        return ids.size();
    }

    /** Approximate bytes of memory for the values. */
    long weight() {
        return weight;
    }

    private static long weightOf(Object value) {
        long entry = 80; // of the map and the arrays
        if (value instanceof Origin) {
            return entry + ((Origin) value).weight();
        }
        if (value instanceof Compound) {
            return entry + 64 + 2L * ((Compound) value).json().length();
        }
        return entry + (value instanceof String ? 48 + bytesOf((String) value) : 24);
    }

    /** A JVM with compact strings takes half of that for Latin text, which most text is. */
    private static long bytesOf(String text) {
        return text.length() < 256 ? text.length() : 2L * text.length();
    }
}
