/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import io.fasttelemetry.agent.config.Options;
import io.fasttelemetry.agent.config.TestConfig;
import io.fasttelemetry.agent.export.TestSpans;
import io.fasttelemetry.agent.export.counts.ExportCounters;
import io.fasttelemetry.bootstrap.Operations;
import io.fasttelemetry.bootstrap.SpanCollector;
import io.fasttelemetry.proto.AttributeSet;
import io.fasttelemetry.proto.EncodedRequest;
import io.fasttelemetry.proto.TraceRequestEncoder;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Captured values from the woven call to the bytes of a request, read by protobuf's own classes. */
final class CapturedAttributesTest {
    private static final int MAX_BYTES = 256 << 10;

    private final SpanCollector collector = TestSpans.collector(16 << 20, 1 << 30);
    private final ExportCounters counters = new ExportCounters();
    private final ExportQueue queue = new ExportQueue(Long.MAX_VALUE);
    private final BatchEncoder encoder = new BatchEncoder(
            new TraceRequestEncoder(new AttributeSet().put("service.name", "s"), null, "scope", "1", null),
            null,
            100_000,
            4L * MAX_BYTES,
            queue,
            counters,
            new DropAttributes(collector, counters),
            TestConfig.of("redact", "*pass*,exact").get(Options.REDACT));

    private static int operation(String name, String... keys) {
        return Operations.register("com.acme.Captured", name, 1, keys, null).id;
    }

    /** What was recorded so far, batch by batch. */
    private List<List<Span>> export() throws Exception {
        collector.drainTo(encoder, Integer.MAX_VALUE);
        encoder.close();
        List<List<Span>> batches = new ArrayList<>();
        while (!queue.isEmpty()) {
            EncodedRequest batch = queue.firstWaiting().request;
            assertThat(batch.body().length).isEqualTo(batch.rawBytes());
            batches.add(ExportTraceServiceRequest.parseFrom(batch.body())
                    .getResourceSpans(0)
                    .getScopeSpans(0)
                    .getSpansList());
            queue.remove(queue.firstWaiting());
        }
        return batches;
    }

    private Span exported(int operation, Throwable thrown, Object... values) throws Exception {
        TestSpans.onThread(collector, "t", () -> TestSpans.spanWithValues(operation, thrown, values));
        return export().get(0).get(0);
    }

    private static AnyValue value(Span span, String key) {
        List<KeyValue> found = span.getAttributesList().stream()
                .filter(attribute -> attribute.getKey().equals(key))
                .toList();
        assertThat(found).as("%s in %s", key, span).hasSize(1);
        return found.get(0).getValue();
    }

    private static Set<String> keys(Span span) {
        Set<String> keys = new HashSet<>();
        span.getAttributesList()
                .forEach(attribute -> assertThat(keys.add(attribute.getKey()))
                        .as("once: %s", attribute)
                        .isTrue());
        return keys;
    }

    @Test
    void visit_writesEachTypeAsItself() throws Exception {
        int operation = operation(
                "types", "text", "long", "double", "boolean", "enum", "texts", "longs", "ints", "doubles", "booleans");
        Span span = exported(
                operation,
                null,
                "a\u20ac\ud83d\ude00",
                Long.MIN_VALUE,
                -0.0,
                false,
                TimeUnit.DAYS,
                new String[] {"x", null, "\u00e4"},
                new long[] {1, Long.MAX_VALUE},
                new int[] {-1},
                new double[] {Double.NaN, 2},
                new boolean[] {true, false});

        assertThat(value(span, "text").getStringValue()).isEqualTo("a\u20ac\ud83d\ude00");
        assertThat(value(span, "long").getIntValue()).isEqualTo(Long.MIN_VALUE);
        assertThat(value(span, "double").getDoubleValue()).isEqualTo(-0.0);
        assertThat(value(span, "boolean").getValueCase()).isEqualTo(AnyValue.ValueCase.BOOL_VALUE);
        assertThat(value(span, "enum").getStringValue()).isEqualTo("DAYS");
        List<AnyValue> texts = value(span, "texts").getArrayValue().getValuesList();
        assertThat(texts.get(0).getStringValue()).isEqualTo("x");
        assertThat(texts.get(1).getValueCase()).isEqualTo(AnyValue.ValueCase.VALUE_NOT_SET);
        assertThat(texts.get(2).getStringValue()).isEqualTo("\u00e4");
        assertThat(value(span, "longs").getArrayValue().getValuesList())
                .extracting(AnyValue::getIntValue)
                .containsExactly(1L, Long.MAX_VALUE);
        assertThat(value(span, "ints").getArrayValue().getValuesList())
                .extracting(AnyValue::getIntValue)
                .containsExactly(-1L);
        assertThat(value(span, "doubles").getArrayValue().getValuesList())
                .extracting(AnyValue::getDoubleValue)
                .containsExactly(Double.NaN, 2.0);
        assertThat(value(span, "booleans").getArrayValue().getValuesList())
                .extracting(AnyValue::getBoolValue)
                .containsExactly(true, false);
        assertThat(span.getDroppedAttributesCount()).isZero();
        assertThat(keys(span))
                .contains("code.function.name", "thread.id", "thread.name")
                .hasSize(13);
    }

    @Test
    void visit_writesNoAttributeForNull() throws Exception {
        Span span = exported(operation("nulls", "a", "b", "c"), null, null, "b", null);

        assertThat(keys(span)).contains("b").doesNotContain("a", "c");
        assertThat(span.getDroppedAttributesCount()).isZero();
    }

    @Test
    void visit_countsWhatWasLeftOut() throws Exception {
        String kilobyte = "x".repeat(1024);
        Object[] values = new Object[16];
        String[] keys = new String[16];
        for (int i = 0; i < 16; i++) {
            keys[i] = "k" + i;
            values[i] = kilobyte;
        }

        Span span = exported(operation("many", keys), new IllegalStateException("x"), values);

        assertThat(value(span, "k5").getStringValue()).isEqualTo(kilobyte);
        assertThat(span.getDroppedAttributesCount()).isEqualTo(10);
        assertThat(value(span, "error.type").getStringValue()).isEqualTo("java.lang.IllegalStateException");
        assertThat(span.getEventsCount()).isEqualTo(1);
    }

    @Test
    void visit_masksRedactedValues() throws Exception {
        Span span = exported(
                operation("redacted", "user.PASSword", "pass.list", "exact", "exactly"),
                null,
                "hidden",
                new String[] {"hidden", "too"},
                17L,
                "shown");

        assertThat(value(span, "user.PASSword").getStringValue()).isEqualTo("***");
        assertThat(value(span, "pass.list").getStringValue()).isEqualTo("***");
        assertThat(value(span, "exact").getStringValue()).isEqualTo("***");
        assertThat(value(span, "exactly").getStringValue()).isEqualTo("shown");
        assertThat(span.toString()).doesNotContain("hidden", "too");
    }

    /** A receiver may refuse a span with one key twice. */
    @Test
    void visit_leavesOutKeysThatTheSpanHasAlready() throws Exception {
        Span span = exported(
                operation("clashes", "thread.id", "a", "a", "", "error.type"),
                new IllegalStateException("x"),
                new String[] {"array"},
                "first",
                "second",
                "nameless",
                "mine");

        assertThat(value(span, "a").getStringValue()).isEqualTo("first");
        assertThat(value(span, "thread.id").getIntValue()).isPositive();
        assertThat(value(span, "error.type").getStringValue()).isEqualTo("java.lang.IllegalStateException");
        assertThat(span.getDroppedAttributesCount()).isEqualTo(4);
    }

    @Test
    void visit_closesABatchThatItsAttributesFill() throws Exception {
        int operation = operation("large", "text");
        String text = "\u20ac".repeat(1000);
        TestSpans.onThread(collector, "t", () -> {
            for (int i = 0; i < 300; i++) {
                TestSpans.spanWithValues(operation, null, text);
            }
        });

        List<List<Span>> batches = export();

        assertThat(batches).hasSizeGreaterThan(3);
        int spans = 0;
        for (List<Span> batch : batches) {
            int bytes = batch.stream().mapToInt(Span::getSerializedSize).sum();
            assertThat(bytes).isLessThan(MAX_BYTES + 4000);
            spans += batch.size();
        }
        assertThat(spans).isEqualTo(300);
    }

    /** Two thousand spans of random values, each compared with what was captured. */
    @Test
    void visit_writesRandomTextsAsTheyWere() throws Exception {
        Random random = new Random(7);
        int operation = operation("random", "text", "number");
        List<String> texts = new ArrayList<>();
        TestSpans.onThread(collector, "t", () -> {
            for (int i = 0; i < 2000; i++) {
                int[] codePoints = random.ints(random.nextInt(40), 0, i % 3 == 0 ? 0x10000 : 0x180)
                        .map(c -> c >= 0xD800 && c < 0xE000 ? 0x1F600 : c)
                        .toArray();
                String text = new String(codePoints, 0, codePoints.length);
                texts.add(text);
                TestSpans.spanWithValues(operation, null, text, (long) i);
            }
        });

        List<Span> spans = new ArrayList<>();
        export().forEach(spans::addAll);

        assertThat(spans).hasSize(2000);
        for (int i = 0; i < 2000; i++) {
            assertThat(value(spans.get(i), "number").getIntValue()).isEqualTo(i);
            assertThat(value(spans.get(i), "text").getStringValue()).isEqualTo(texts.get(i));
        }
        assertThat(counters.settledCount()).as("dropped").isZero();
    }
}
