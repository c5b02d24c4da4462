/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.proto;

import java.util.Arrays;

/**
 * Attributes in the order they were first put. A key put again keeps its place and takes the new value.
 *
 * <p>One thread at a time; once filled it may be read by any. Meant for constants and for spans off the hot path: a
 * look-up walks the keys.
 *
 * <p><b>When full</b> a new key is refused and counted, and so is an empty one, which the specification forbids. Text
 * longer than the limit, in code points, is cut; so is each text in an array, and a byte array at that many bytes. A
 * null value is ignored. Limits: specification, common/README, "Attribute Limits"; a resource has none.
 */
public final class AttributeSet {
    public static final int DEFAULT_MAX_COUNT = 128;

    private static final int FIRST_CAPACITY = 8;

    private final int maxCount;
    private final int maxValueLength;
    private AttributeKey[] keys = new AttributeKey[FIRST_CAPACITY];
    private Object[] values = new Object[FIRST_CAPACITY];
    private int size;
    private int droppedCount;

    public AttributeSet() {
        this(DEFAULT_MAX_COUNT, Integer.MAX_VALUE);
    }

    public AttributeSet(int maxCount, int maxValueLength) {
        this.maxCount = maxCount;
        this.maxValueLength = maxValueLength;
    }

    /** A set without limits, for the attributes of a resource. */
    public static AttributeSet unlimited() {
        return new AttributeSet(Integer.MAX_VALUE, Integer.MAX_VALUE);
    }

    public AttributeSet put(String key, String value) {
        return value == null ? this : store(key, cut(value));
    }

    public AttributeSet put(String key, long value) {
        return store(key, value);
    }

    public AttributeSet put(String key, double value) {
        return store(key, value);
    }

    public AttributeSet put(String key, boolean value) {
        return store(key, value);
    }

    public AttributeSet put(String key, byte[] value) {
        return value == null ? this : store(key, Arrays.copyOf(value, Math.min(value.length, maxValueLength)));
    }

    public AttributeSet put(String key, String[] value) {
        if (value == null) {
            return this;
        }
        String[] copy = value.clone();
        for (int i = 0; i < copy.length; i++) {
            copy[i] = copy[i] == null ? null : cut(copy[i]);
        }
        return store(key, copy);
    }

    public AttributeSet put(String key, long[] value) {
        return value == null ? this : store(key, value.clone());
    }

    public AttributeSet put(String key, double[] value) {
        return value == null ? this : store(key, value.clone());
    }

    public AttributeSet put(String key, boolean[] value) {
        return value == null ? this : store(key, value.clone());
    }

    /** The number of puts that were refused. */
    public int droppedCount() {
        return droppedCount;
    }

    /** Appends every attribute. The count of dropped ones is a field of the message, which the caller writes. */
    public void encode(KeyValueEncoder to) {
        for (int i = 0; i < size; i++) {
            encode(to, keys[i], values[i]);
        }
    }

    private static void encode(KeyValueEncoder to, AttributeKey key, Object value) {
        if (value instanceof String) {
            to.write(key, (String) value);
        } else if (value instanceof Long) {
            to.write(key, ((Long) value).longValue());
        } else if (value instanceof Boolean) {
            to.write(key, ((Boolean) value).booleanValue());
        } else if (value instanceof Double) {
            to.write(key, ((Double) value).doubleValue());
        } else if (value instanceof String[]) {
            to.write(key, (String[]) value);
        } else if (value instanceof long[]) {
            to.write(key, (long[]) value);
        } else if (value instanceof double[]) {
            to.write(key, (double[]) value);
        } else if (value instanceof boolean[]) {
            to.write(key, (boolean[]) value);
        } else {
            to.write(key, (byte[]) value);
        }
    }

    private AttributeSet store(String key, Object value) {
        for (int i = 0; i < size; i++) {
            if (keys[i].name().equals(key)) {
                values[i] = value;
                return this;
            }
        }
        if (size >= maxCount || key.isEmpty()) {
            droppedCount++;
            return this;
        }
        if (size == keys.length) {
            keys = Arrays.copyOf(keys, 2 * size);
            values = Arrays.copyOf(values, 2 * size);
        }
        keys[size] = AttributeKey.of(key);
        values[size++] = value;
        return this;
    }

    private String cut(String text) {
        if (text.length() <= maxValueLength || text.codePointCount(0, text.length()) <= maxValueLength) {
            return text;
        }
        return text.substring(0, text.offsetByCodePoints(0, maxValueLength));
    }
}
