/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.proto;

import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.KeyValue;

/**
 * Writes an attribute whose value is an array, {@code common.v1.ArrayValue}.
 *
 * <p>Used by the thread that owns the buffer. Allocates nothing unless the buffer grows. A null element becomes an
 * {@code AnyValue} without a value (specification, common/README, "Attribute").
 */
final class ArrayValueEncoder {
    private ArrayValueEncoder() {}

    static void write(WireBuffer out, int fieldNumber, AttributeKey key, String[] values) {
        int keyValue = begin(out, fieldNumber, key);
        int anyValue = out.begin(KeyValue.VALUE_FIELD_NUMBER);
        int array = out.begin(AnyValue.ARRAY_VALUE_FIELD_NUMBER);
        for (String value : values) {
            int element = out.begin(ArrayValue.VALUES_FIELD_NUMBER);
            if (value != null) {
                int text = out.begin(AnyValue.STRING_VALUE_FIELD_NUMBER);
                out.writeUtf8(value, KeyValueEncoder.NO_LIMIT);
                out.end(text);
            }
            out.end(element);
        }
        end(out, keyValue, anyValue, array);
    }

    static void write(WireBuffer out, int fieldNumber, AttributeKey key, long[] values) {
        int keyValue = begin(out, fieldNumber, key);
        int anyValue = out.begin(KeyValue.VALUE_FIELD_NUMBER);
        int array = out.begin(AnyValue.ARRAY_VALUE_FIELD_NUMBER);
        for (long value : values) {
            int element = out.begin(ArrayValue.VALUES_FIELD_NUMBER);
            out.writeTag(AnyValue.INT_VALUE_FIELD_NUMBER, WireBuffer.VARINT);
            out.writeVarint(value);
            out.end(element);
        }
        end(out, keyValue, anyValue, array);
    }

    static void write(WireBuffer out, int fieldNumber, AttributeKey key, double[] values) {
        int keyValue = begin(out, fieldNumber, key);
        int anyValue = out.begin(KeyValue.VALUE_FIELD_NUMBER);
        int array = out.begin(AnyValue.ARRAY_VALUE_FIELD_NUMBER);
        for (double value : values) {
            int element = out.begin(ArrayValue.VALUES_FIELD_NUMBER);
            out.writeTag(AnyValue.DOUBLE_VALUE_FIELD_NUMBER, WireBuffer.FIXED64);
            out.writeDouble(value);
            out.end(element);
        }
        end(out, keyValue, anyValue, array);
    }

    static void write(WireBuffer out, int fieldNumber, AttributeKey key, boolean[] values) {
        int keyValue = begin(out, fieldNumber, key);
        int anyValue = out.begin(KeyValue.VALUE_FIELD_NUMBER);
        int array = out.begin(AnyValue.ARRAY_VALUE_FIELD_NUMBER);
        for (boolean value : values) {
            int element = out.begin(ArrayValue.VALUES_FIELD_NUMBER);
            out.writeTag(AnyValue.BOOL_VALUE_FIELD_NUMBER, WireBuffer.VARINT);
            out.writeBool(value);
            out.end(element);
        }
        end(out, keyValue, anyValue, array);
    }

    private static int begin(WireBuffer out, int fieldNumber, AttributeKey key) {
        int keyValue = out.begin(fieldNumber);
        out.writeBytes(key.field());
        return keyValue;
    }

    private static void end(WireBuffer out, int keyValue, int anyValue, int array) {
        out.end(array);
        out.end(anyValue);
        out.end(keyValue);
    }
}
