/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.proto;

import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;

/**
 * Writes attributes, {@code common.v1.KeyValue}, as elements of one repeated field of the message in progress: each
 * message with attributes has an instance, bound to its buffer and field number.
 *
 * <p>Used by the thread that owns the buffer. Allocates nothing unless the buffer grows. An attribute whose value is
 * null is left out. A value that is empty, zero or false is written, because in a oneof it differs from no value.
 * Arrays are written by {@link ArrayValueEncoder}.
 */
public final class KeyValueEncoder {
    static final int KEY = KeyValue.KEY_FIELD_NUMBER;

    /** No limit on the bytes of a text. */
    public static final int NO_LIMIT = Integer.MAX_VALUE;

    private static final int VALUE_TAG = KeyValue.VALUE_FIELD_NUMBER << 3 | WireBuffer.LENGTH_DELIMITED;
    private static final int STRING_TAG = AnyValue.STRING_VALUE_FIELD_NUMBER << 3 | WireBuffer.LENGTH_DELIMITED;
    private static final int BOOL_TAG = AnyValue.BOOL_VALUE_FIELD_NUMBER << 3 | WireBuffer.VARINT;
    private static final int INT_TAG = AnyValue.INT_VALUE_FIELD_NUMBER << 3 | WireBuffer.VARINT;
    private static final int DOUBLE_TAG = AnyValue.DOUBLE_VALUE_FIELD_NUMBER << 3 | WireBuffer.FIXED64;
    private static final int BYTES_TAG = AnyValue.BYTES_VALUE_FIELD_NUMBER << 3 | WireBuffer.LENGTH_DELIMITED;

    /** Tags and lengths around a key and a short value never need more. */
    private static final int OVERHEAD_BYTES = 40;

    private final WireBuffer out;
    private final int fieldNumber;

    public KeyValueEncoder(WireBuffer out, int fieldNumber) {
        this.out = out;
        this.fieldNumber = fieldNumber;
    }

    public void write(AttributeKey key, CharSequence value) {
        write(key, value, NO_LIMIT);
    }

    /**
     * Writes text of limited length.
     *
     * @param maxBytes max UTF-8 bytes of the value, 0 or more; see {@link WireBuffer#writeUtf8}
     */
    public void write(AttributeKey key, CharSequence value, int maxBytes) {
        if (value == null) {
            return;
        }
        // Three lengths come before the text. They are reserved as if the text were ASCII, which it nearly always is,
        // so that the text moves once at most, and only when a length then needs another byte.
        int keyBytes = key.field().length;
        int guessedBytes = Math.min(value.length(), maxBytes);
        int guessedHeader = headerBytes(keyBytes, guessedBytes);
        int start = out.size();
        out.skip(guessedHeader);
        int textBytes = out.writeUtf8(value, maxBytes);
        if (textBytes != guessedBytes) {
            int header = headerBytes(keyBytes, textBytes);
            if (header != guessedHeader) {
                out.shift(start + guessedHeader, header - guessedHeader);
            }
        }
        int end = out.size();
        out.position(start);
        putHeader(key, lengthDelimited(textBytes));
        out.putByte(STRING_TAG);
        out.putVarint(textBytes);
        out.position(end);
    }

    public void write(AttributeKey key, long value) {
        begin(key, 1 + WireBuffer.varintBytes(value));
        out.putByte(INT_TAG);
        out.putVarint(value);
    }

    public void write(AttributeKey key, double value) {
        begin(key, 1 + Double.BYTES);
        out.putByte(DOUBLE_TAG);
        out.putFixed64(Double.doubleToRawLongBits(value));
    }

    public void write(AttributeKey key, boolean value) {
        begin(key, 2);
        out.putByte(BOOL_TAG);
        out.putByte(value ? 1 : 0);
    }

    public void write(AttributeKey key, byte[] value) {
        if (value == null) {
            return;
        }
        begin(key, lengthDelimited(value.length));
        out.putByte(BYTES_TAG);
        out.putVarint(value.length);
        out.writeBytes(value);
    }

    public void write(AttributeKey key, String[] values) {
        if (values != null) {
            ArrayValueEncoder.write(out, fieldNumber, key, values);
        }
    }

    public void write(AttributeKey key, long[] values) {
        if (values != null) {
            ArrayValueEncoder.write(out, fieldNumber, key, values);
        }
    }

    public void write(AttributeKey key, double[] values) {
        if (values != null) {
            ArrayValueEncoder.write(out, fieldNumber, key, values);
        }
    }

    public void write(AttributeKey key, boolean[] values) {
        if (values != null) {
            ArrayValueEncoder.write(out, fieldNumber, key, values);
        }
    }

    /** Writes everything that comes before the value, and ensures room for a short value. */
    private void begin(AttributeKey key, int valueBytes) {
        out.ensure(key.field().length + OVERHEAD_BYTES);
        putHeader(key, valueBytes);
    }

    private void putHeader(AttributeKey key, int valueBytes) {
        byte[] keyField = key.field();
        out.putVarint(fieldNumber << 3 | WireBuffer.LENGTH_DELIMITED);
        out.putVarint(keyField.length + lengthDelimited(valueBytes));
        out.writeBytes(keyField);
        out.putByte(VALUE_TAG);
        out.putVarint(valueBytes);
    }

    private int headerBytes(int keyBytes, int textBytes) {
        int valueBytes = lengthDelimited(textBytes);
        int bodyBytes = keyBytes + lengthDelimited(valueBytes);
        int tagBytes = WireBuffer.varintBytes(fieldNumber << 3);
        return tagBytes + WireBuffer.varintBytes(bodyBytes) + bodyBytes - textBytes;
    }

    /** The size of a field with a tag of one byte, a length and {@code bytes} bytes. */
    private static int lengthDelimited(int bytes) {
        return 1 + WireBuffer.varintBytes(bytes) + bytes;
    }
}
