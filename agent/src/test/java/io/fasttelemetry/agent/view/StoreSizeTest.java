/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.view;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Memory and times at a number of spans, {@code -Dview.spans=500000} for that of docs/viewer.md. Only the memory is
 * checked; times are printed.
 */
final class StoreSizeTest {
    private static final int SPANS = Integer.getInteger("view.spans", 20_000);
    private static final int BATCH = 512;
    private static final int PER_TRACE = Integer.getInteger("view.spans.per.trace", 10);

    private static KeyValue attribute(String key, String value) {
        return KeyValue.newBuilder()
                .setKey(key)
                .setValue(AnyValue.newBuilder().setStringValue(value))
                .build();
    }

    /** A request of 512 spans with six attributes each, two of which no other span has. */
    private static byte[] request(int first) {
        ScopeSpans.Builder spans = ScopeSpans.newBuilder();
        for (int i = first; i < first + BATCH; i++) {
            ByteBuffer trace = ByteBuffer.allocate(16).putLong(7).putLong(i / PER_TRACE + 1);
            Span.Builder span = Span.newBuilder()
                    .setTraceId(ByteString.copyFrom(trace.array()))
                    .setSpanId(ByteString.copyFrom(
                            ByteBuffer.allocate(8).putLong(i + 1).array()))
                    .setName("Service" + i % 40 + ".method" + i % 7)
                    .setKindValue(1)
                    .setStartTimeUnixNano(TestTraces.BEGIN + i * 1000L)
                    .setEndTimeUnixNano(TestTraces.BEGIN + i * 1000L + 10_000 + i % 5000)
                    .addAttributes(attribute("thread.name", "http-" + i % 50))
                    .addAttributes(attribute("code.function.name", "com.acme.Service" + i % 40 + ".method" + i % 7))
                    .addAttributes(attribute("http.route", "/orders/{id}/" + i % 30))
                    .addAttributes(attribute("sku", "A-" + i % 1000))
                    .addAttributes(attribute("order.id", "order-" + i))
                    .addAttributes(attribute("client.id", "client-number-" + i));
            if (i % PER_TRACE > 0) {
                span.setParentSpanId(ByteString.copyFrom(
                        ByteBuffer.allocate(8).putLong(i - i % PER_TRACE + 1).array()));
            }
            spans.addSpans(span);
        }
        return ExportTraceServiceRequest.newBuilder()
                .addResourceSpans(ResourceSpans.newBuilder()
                        .setResource(Resource.newBuilder().addAttributes(attribute("service.name", "shop")))
                        .addScopeSpans(spans))
                .build()
                .toByteArray();
    }

    private static long usedBytes() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    @Test
    void spans_takeLessThanAKilobyteEach() throws IOException {
        TraceStore store = new TraceStore(SPANS, Long.MAX_VALUE);
        long before = usedBytes();
        long takenNanos = 0;
        for (int first = 0; first < SPANS + SPANS / 5; first += BATCH) {
            byte[] body = request(first);
            long start = cpuNanos();
            store.add(TracesProtobuf.decode(body, body.length));
            takenNanos += cpuNanos() - start;
        }
        long used = usedBytes() - before;

        List<String> figures = new ArrayList<>();
        for (String query : List.of(
                "",
                "service=shop&operation=Service3.method3",
                "attribute=sku%3DA-77",
                "attribute=order.id%3Dorder-" + SPANS,
                "text=number-777",
                "min=14us",
                "error=true")) {
            figures.add(query + ": " + millis(() -> TraceList.select(store, filter(query), "newest", 1000)) + " ms");
        }
        figures.add(
                "operations: " + millis(() -> Operations.of(store, filter("")).write(new JsonWriter())) + " ms");
        figures.add(
                "flame graph: " + millis(() -> FlameGraph.of(store, filter("")).write(new JsonWriter())) + " ms");
        System.out.println(store.spanCount() + " spans: " + used / store.spanCount() + " bytes a span ("
                + store.bytes() / store.spanCount() + " by its own count), taken in at "
                + (SPANS + SPANS / 5) * 1000L / Math.max(1, takenNanos / 1_000_000) + " spans/s; CPU time: " + figures);
        assertThat(store.spanCount()).isGreaterThan(SPANS - PER_TRACE);
        assertThat(used).isLessThan(1000L * SPANS);
        assertThat(used).as("the count that bounds the memory").isBetween(store.bytes() / 3, store.bytes() * 3 / 2);
        assertThat(TraceList.matching(store, filter("attribute=order.id%3Dorder-" + SPANS)))
                .hasSize(1);
    }

    /** CPU time of this thread: that of the clock would be the machine's other work as well. */
    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static Filter filter(String query) {
        return new Filter(Query.parse(query));
    }

    /** The best of five: the first ones are compiled while they run. */
    private static long millis(Runnable query) {
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            long start = cpuNanos();
            query.run();
            best = Math.min(best, cpuNanos() - start);
        }
        return best / 1_000_000;
    }
}
