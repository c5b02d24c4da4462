/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.fasttelemetry.agent.config.Options;
import io.fasttelemetry.agent.config.TestConfig;
import io.fasttelemetry.agent.export.ExceptionText;
import io.fasttelemetry.agent.export.StandardErr;
import io.fasttelemetry.agent.export.TestSpans;
import io.fasttelemetry.agent.export.counts.DropReason;
import io.fasttelemetry.agent.export.counts.ExportCounters;
import io.fasttelemetry.bootstrap.SpanClock;
import io.fasttelemetry.bootstrap.SpanCollector;
import io.fasttelemetry.bootstrap.SpanLayout;
import io.fasttelemetry.bootstrap.ThrownRecord;
import io.fasttelemetry.proto.EncodedRequest;
import io.fasttelemetry.proto.TraceRequestEncoder;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class BatchEncoderTest {
    private final SpanCollector collector = TestSpans.collector(1 << 20, 512);
    private final ExportCounters counters = new ExportCounters();
    private final ExportQueue queue = new ExportQueue(Long.MAX_VALUE);
    private static final int BUDGET_BYTES = 8 << 20;

    private final BatchEncoder encoder = new BatchEncoder(
            new TraceRequestEncoder(
                    ResourceDetector.detect(TestConfig.of(), "1", new UUID(1, 2)),
                    ResourceDetector.SCHEMA_URL,
                    "scope",
                    "1",
                    ResourceDetector.SCHEMA_URL),
            null,
            512,
            BUDGET_BYTES,
            queue,
            counters,
            new DropAttributes(collector, counters),
            TestConfig.of().get(Options.REDACT));

    @BeforeEach
    void setClock() {
        SpanClock.update(System.nanoTime(), System.currentTimeMillis() * 1_000_000L);
    }

    private List<Span> encode(List<TestSpans.Visited> records) throws Exception {
        for (TestSpans.Visited record : records) {
            encoder.visit(record.words(), 0, record.thrown(), record.threadName());
        }
        encoder.close();
        List<Span> spans = new ArrayList<>();
        while (!queue.isEmpty()) {
            EncodedRequest batch = queue.firstWaiting().request;
            ScopeSpans scope = ExportTraceServiceRequest.parseFrom(batch.body())
                    .getResourceSpans(0)
                    .getScopeSpans(0);
            assertThat(scope.getSpansCount()).isEqualTo(batch.spanCount()).isLessThanOrEqualTo(512);
            spans.addAll(scope.getSpansList());
            queue.remove(queue.firstWaiting());
        }
        return spans;
    }

    private static ByteString id(long... words) {
        ByteBuffer bytes = ByteBuffer.allocate(words.length * 8);
        for (long word : words) {
            bytes.putLong(word);
        }
        return ByteString.copyFrom(bytes.array());
    }

    @Test
    void visit_writesEveryFieldOfTheRecord() throws Exception {
        TestSpans.onThread(
                collector,
                "checkout-1",
                () -> TestSpans.span(
                        TestSpans.CHECKOUT, null, () -> TestSpans.span(TestSpans.RESERVE, null, () -> {})));
        List<TestSpans.Visited> records = TestSpans.drain(collector);

        List<Span> spans = encode(records);

        assertThat(spans).hasSize(2);
        for (int i = 0; i < 2; i++) {
            long[] words = records.get(i).words();
            Span span = spans.get(i);
            long offset = SpanClock.offsetNanos(SpanLayout.anchor(words[SpanLayout.DESCRIPTOR]));
            assertThat(span.getTraceId()).isEqualTo(id(words[0], words[1]));
            assertThat(span.getSpanId()).isEqualTo(id(words[SpanLayout.SPAN_ID]));
            assertThat(span.getFlags()).isEqualTo(0x103);
            assertThat(span.getStartTimeUnixNano()).isEqualTo(words[SpanLayout.START_NANOS] + offset);
            assertThat(span.getEndTimeUnixNano() - span.getStartTimeUnixNano())
                    .isEqualTo(words[SpanLayout.END_NANOS] - words[SpanLayout.START_NANOS])
                    .isNotNegative();
            assertThat(Math.abs(span.getStartTimeUnixNano() / 1_000_000 - System.currentTimeMillis()))
                    .isLessThan(5_000);
            assertThat(span.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_INTERNAL);
            assertThat(span.hasStatus()).isFalse();
            assertThat(span.getEventsCount()).isZero();
            assertThat(attribute(span, "thread.id").getIntValue()).isEqualTo(words[SpanLayout.THREAD_ID]);
            assertThat(attribute(span, "thread.name").getStringValue()).isEqualTo("checkout-1");
        }
        Span child = spans.get(0);
        Span root = spans.get(1);
        assertThat(root.getParentSpanId()).isEqualTo(ByteString.EMPTY);
        assertThat(child.getParentSpanId()).isEqualTo(root.getSpanId());
        assertThat(child.getTraceId()).isEqualTo(root.getTraceId());
        assertThat(root.getName()).isEqualTo("Shop.Cart.checkout");
        assertThat(attribute(root, "code.function.name").getStringValue()).isEqualTo("com.acme.Shop$Cart.checkout");
        assertThat(child.getName()).isEqualTo("Inventory.reserve");
        assertThat(child.getStartTimeUnixNano()).isGreaterThanOrEqualTo(root.getStartTimeUnixNano());
        assertThat(child.getEndTimeUnixNano()).isLessThanOrEqualTo(root.getEndTimeUnixNano());
    }

    /** A thread may be renamed, and two may have one name. */
    @Test
    void visit_namesTheThreadOfEachSpan() throws Exception {
        TestSpans.onThread(collector, "any", () -> TestSpans.span(TestSpans.CHECKOUT, null, () -> {}));
        TestSpans.Visited record = TestSpans.drain(collector).get(0);
        long[] ids = {1, 1, 2, 2, 1, 1};
        String[] names = {"a", "a", "a", "b", "b", "a"};
        List<TestSpans.Visited> records = new ArrayList<>();
        for (int i = 0; i < ids.length; i++) {
            long[] words = record.words().clone();
            words[SpanLayout.THREAD_ID] = ids[i];
            records.add(new TestSpans.Visited(words, null, names[i]));
        }

        List<Span> spans = encode(records);

        for (int i = 0; i < ids.length; i++) {
            assertThat(attribute(spans.get(i), "thread.id").getIntValue()).isEqualTo(ids[i]);
            assertThat(attribute(spans.get(i), "thread.name").getStringValue()).isEqualTo(names[i]);
            assertThat(spans.get(i).getAttributesCount()).isEqualTo(3);
        }
    }

    private static io.opentelemetry.proto.common.v1.AnyValue attribute(Span span, String key) {
        for (KeyValue attribute : span.getAttributesList()) {
            if (attribute.getKey().equals(key)) {
                return attribute.getValue();
            }
        }
        throw new AssertionError("no " + key + " in " + span);
    }

    @Test
    void visit_exceptionBecomesEventStatusAndErrorType() throws Exception {
        Exception thrown = new IllegalStateException("out of stock");
        TestSpans.onThread(collector, "t", () -> TestSpans.span(TestSpans.CHECKOUT, thrown, () -> {}));

        Span span = encode(TestSpans.drain(collector)).get(0);

        assertThat(span.getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_ERROR);
        assertThat(span.getStatus().getMessage()).isEqualTo("out of stock");
        assertThat(attribute(span, "error.type").getStringValue()).isEqualTo("java.lang.IllegalStateException");
        assertThat(span.getEventsCount()).isEqualTo(1);
        Span.Event event = span.getEvents(0);
        assertThat(event.getName()).isEqualTo("exception");
        assertThat(event.getTimeUnixNano()).isEqualTo(span.getEndTimeUnixNano());
        assertThat(event.getAttributesList())
                .extracting(KeyValue::getKey)
                .containsExactly("exception.type", "exception.message", "exception.stacktrace");
        assertThat(event.getAttributes(2).getValue().getStringValue())
                .startsWith("java.lang.IllegalStateException: out of stock\n\tat ");
    }

    @Test
    void visit_exceptionWithoutMessage() throws Exception {
        TestSpans.onThread(collector, "t", () -> TestSpans.span(TestSpans.CHECKOUT, new Error(), () -> {}));

        Span span = encode(TestSpans.drain(collector)).get(0);

        assertThat(span.getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_ERROR);
        assertThat(span.getStatus().getMessage()).isEmpty();
        assertThat(span.getEvents(0).getAttributesList())
                .extracting(KeyValue::getKey)
                .containsExactly("exception.type", "exception.stacktrace");
    }

    @Test
    void visit_closesBatchesAtTheMost() throws Exception {
        TestSpans.record(collector, 1300);
        for (TestSpans.Visited record : TestSpans.drain(collector)) {
            encoder.visit(record.words(), 0, null, "t");
        }

        assertThat(encoder.openCount()).isEqualTo(1300 - 1024);
        assertThat(queue.spanCount()).isEqualTo(1024);
        assertThat(encode(List.of())).hasSize(1300);
    }

    @Test
    void visit_closesBatchesThatAreLargeEnough() throws Exception {
        Exception thrown = new Exception("x".repeat(ExceptionText.MAX_MESSAGE_LENGTH));
        TestSpans.record(collector, 400);
        for (TestSpans.Visited record : TestSpans.drain(collector)) {
            encoder.visit(record.words(), 0, ThrownRecord.of(thrown, thrown.getMessage(), true), "t");
        }
        encoder.close();

        int batches = 0;
        while (!queue.isEmpty()) {
            assertThat(queue.firstWaiting().request.rawBytes()).isLessThan(BUDGET_BYTES / 4 + 100_000);
            queue.remove(queue.firstWaiting());
            batches++;
        }
        assertThat(batches).isGreaterThan(1);
    }

    @Test
    void visit_recordThatCannotBeEncodedIsTakenOutAndCounted() throws Exception {
        TestSpans.record(collector, 3);
        List<TestSpans.Visited> records = TestSpans.drain(collector);
        records.get(1).words()[SpanLayout.DESCRIPTOR] |= 0xFFFF; // no such operation
        try (StandardErr err = new StandardErr()) {
            for (TestSpans.Visited record : records) {
                encoder.visit(record.words(), 0, null, "t");
            }
            assertThat(err.lines()).singleElement().asString().contains("cannot be encoded");
        }

        assertThat(counters.droppedCount(DropReason.ERROR)).isEqualTo(1);
        assertThat(encode(List.of()))
                .extracting(Span::getSpanId)
                .containsExactly(
                        id(records.get(0).words()[2]), id(records.get(2).words()[2]));
    }
}
