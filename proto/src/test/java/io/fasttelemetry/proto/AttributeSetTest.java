/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.proto;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AttributeSetTest {
    @Test
    void put_replacesInPlaceAndKeepsOrder() {
        AttributeSet set = new AttributeSet()
                .put("a", 1L)
                .put("b", "two")
                .put("a", "three")
                .put("c", true);

        assertThat(keyValues(set)).extracting(KeyValue::getKey).containsExactly("a", "b", "c");
        assertThat(keyValues(set).get(0).getValue().getStringValue()).isEqualTo("three");
        assertThat(set.droppedCount()).isZero();
    }

    @Test
    void put_countsWhatIsOverTheLimit() {
        AttributeSet set = new AttributeSet();
        for (int i = 0; i < 200; i++) {
            set.put("key" + i, i);
        }
        set.put("key5", "replaced").put("", "no key");

        assertThat(keyValues(set)).hasSize(AttributeSet.DEFAULT_MAX_COUNT);
        assertThat(set.droppedCount()).isEqualTo(73);
        assertThat(keyValues(set).get(5).getValue().getStringValue()).isEqualTo("replaced");
    }

    @Test
    void put_cutsTextByCodePointsAndNothingElse() {
        AttributeSet set = new AttributeSet(10, 3)
                .put("text", "a😀b😀")
                .put("short", "😀😀😀")
                .put("array", new String[] {"abcd", null, "€€€€"})
                .put("bytes", new byte[] {1, 2, 3, 4})
                .put("number", 123_456_789L)
                .put("longs", new long[] {1, 2, 3, 4});

        Map<String, AnyValue> values = new LinkedHashMap<>();
        keyValues(set).forEach(kv -> values.put(kv.getKey(), kv.getValue()));
        assertThat(values.get("text").getStringValue()).isEqualTo("a😀b");
        assertThat(values.get("short").getStringValue()).isEqualTo("😀😀😀");
        assertThat(values.get("array")).isEqualTo(Oracle.anyValue(new String[] {"abc", null, "€€€"}));
        assertThat(values.get("bytes").getBytesValue().toByteArray()).containsExactly(1, 2, 3);
        assertThat(values.get("number").getIntValue()).isEqualTo(123_456_789L);
        assertThat(values.get("longs").getArrayValue().getValuesCount()).isEqualTo(4);
        assertThat(set.droppedCount()).isZero();
    }

    @Test
    void put_ignoresNullAndKeepsEmptyValues() {
        AttributeSet set = new AttributeSet()
                .put("null", (String) null)
                .put("nulls", (long[]) null)
                .put("text", "")
                .put("zero", 0L)
                .put("false", false)
                .put("zero.zero", 0.0)
                .put("none", new String[0])
                .put("bytes", new byte[0]);

        assertThat(keyValues(set))
                .extracting(kv -> kv.getValue().getValueCase())
                .containsExactly(
                        AnyValue.ValueCase.STRING_VALUE,
                        AnyValue.ValueCase.INT_VALUE,
                        AnyValue.ValueCase.BOOL_VALUE,
                        AnyValue.ValueCase.DOUBLE_VALUE,
                        AnyValue.ValueCase.ARRAY_VALUE,
                        AnyValue.ValueCase.BYTES_VALUE);
    }

    @Test
    void put_copiesArrays() {
        long[] given = {1, 2};
        AttributeSet set = new AttributeSet().put("a", given);

        given[0] = 9;

        assertThat(keyValues(set).get(0).getValue().getArrayValue().getValues(0).getIntValue())
                .isEqualTo(1);
    }

    @Test
    void unlimited_takesAnyNumber() {
        AttributeSet set = AttributeSet.unlimited();
        for (int i = 0; i < 1_000; i++) {
            set.put("key" + i, "x".repeat(i));
        }

        assertThat(keyValues(set)).hasSize(1_000);
        assertThat(keyValues(set).get(999).getValue().getStringValue()).hasSize(999);
    }

    private static List<KeyValue> keyValues(AttributeSet set) {
        WireBuffer out = new WireBuffer(16);
        set.encode(new KeyValueEncoder(out, Resource.ATTRIBUTES_FIELD_NUMBER));
        try {
            return new ArrayList<>(Resource.parseFrom(out.toByteArray()).getAttributesList());
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }
}
