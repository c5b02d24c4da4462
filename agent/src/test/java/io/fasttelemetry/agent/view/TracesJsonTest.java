/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** OTLP JSON and the reader below it. */
final class TracesJsonTest {
    private static String request(String span) {
        return "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[" + span + "]}]}],\"unknown\":{}}";
    }

    @Test
    void decode_readsIntegersAsTextAndAsNumber() throws IOException {
        String ids = "\"traceId\":\"5B8EFFF798038103D269B633813FC60C\",\"spanId\":\"eee19b7ec3c1b174\"";
        String span = "{" + ids + ",\"startTimeUnixNano\":\"1544712660000000000\","
                + "\"endTimeUnixNano\":1544712660000000005,\"name\":\"I\\u0041\\n\",\"status\":{\"code\":2},"
                + "\"parentSpanId\":null,\"attributes\":[{\"key\":\"n\",\"value\":{\"intValue\":\"12\"}},"
                + "{\"key\":\"m\",\"value\":{\"intValue\":13}},"
                + "{\"key\":\"d\",\"value\":{\"doubleValue\":\"Infinity\"}}]}";

        ReceivedSpan read = TracesJson.decode(request(span)).spans.get(0);
        assertThat(read.endNanos - read.startNanos).isEqualTo(5);
        assertThat(read.name).isEqualTo("IA\n");
        assertThat(read.attributes.get("n")).isEqualTo(12L);
        assertThat(read.attributes.get("m")).isEqualTo(13L);
        assertThat(read.attributes.get("d")).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(read.parentId).isZero();
        assertThat(read.origin.service()).isEqualTo("unknown_service");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"traceId\":\"zz8EFFF798038103D269B633813FC60C\"}",
                "{\"name\":5}",
                "{\"startTimeUnixNano\":\"soon\"}",
                "{\"attributes\":{}}",
                "{\"attributes\":[5]}",
                "7"
            })
    void decode_fieldOfAnotherType_isRefused(String span) {
        assertThatThrownBy(() -> TracesJson.decode(request(span))).isInstanceOf(MalformedException.class);
    }

    @Test
    void read_acceptsAllOfJson() throws IOException {
        Object value = JsonReader.read(
                " {\"a\" : [1, -2.5e3, true, false, null, \"\\\"\\\\\\/\\b\\f\\n\\r\\t\\uD83D\\uDE00\"],"
                        + " \"b\":{}, \"big\": 18446744073709551616, \"a2\":[]} ");

        List<Object> list = new java.util.ArrayList<>(List.of(1L, -2500.0, true, false));
        list.add(null);
        list.add("\"\\/\b\f\n\r\t😀");
        assertThat(value).isEqualTo(Map.of("a", list, "b", Map.of(), "big", 1.8446744073709552E19, "a2", List.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "[1,]",
                "{\"a\":1,}",
                "{a:1}",
                "'a'",
                "01",
                "1.",
                ".5",
                "+1",
                "1e",
                "-",
                "nul",
                "truex",
                "\"\\x\"",
                "\"\\u12\"",
                "\"a",
                "[1] 2",
                "{\"a\" 1}",
                "\"a\nb\"",
                "NaN",
                "\"\\"
            })
    void read_refusesWhatIsNotJson(String text) {
        assertThatThrownBy(() -> JsonReader.read(text)).isInstanceOf(MalformedException.class);
    }

    @Test
    void read_deepNesting_isRefusedBeforeTheStackEnds() {
        assertThatThrownBy(() -> JsonReader.read("[".repeat(1_000_000)))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("nested too deeply");
    }

    /** Any text comes back as it was, half surrogate pairs too. */
    @Test
    void writerAndReader_areInverse() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int c = 0; c < 0x10000; c += c < 0x300 ? 1 : 97) {
            text.append((char) c);
        }
        text.append("😀\ud83d").append("</script>\u2028\u202e");
        String json = new JsonWriter()
                .object()
                .field("text", text.toString())
                .endObject()
                .toString();

        assertThat(JsonReader.read(json)).isEqualTo(Map.of("text", text.toString()));
        assertThat(json).doesNotContain("\u2028").doesNotContain("\n");
    }
}
