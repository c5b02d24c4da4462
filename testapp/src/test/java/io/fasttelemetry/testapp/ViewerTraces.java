/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.testapp;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Traces that the shop does not make. */
final class ViewerTraces {
    private static final int LARGE = 20_000;

    private ViewerTraces() {}

    private static KeyValue attribute(String key, String value) {
        return KeyValue.newBuilder()
                .setKey(key)
                .setValue(AnyValue.newBuilder().setStringValue(value))
                .build();
    }

    private static Span.Builder span(long trace, long id, long parent, String name, long fromNanos, long nanos) {
        Span.Builder span = Span.newBuilder()
                .setTraceId(ByteString.copyFrom(
                        ByteBuffer.allocate(16).putLong(trace).putLong(trace).array()))
                .setSpanId(bytes(id))
                .setName(name)
                .setStartTimeUnixNano(fromNanos)
                .setEndTimeUnixNano(fromNanos + nanos);
        return parent == 0 ? span : span.setParentSpanId(bytes(parent));
    }

    private static ByteString bytes(long id) {
        return ByteString.copyFrom(ByteBuffer.allocate(8).putLong(id).array());
    }

    private static long now() {
        return System.currentTimeMillis() * 1_000_000;
    }

    private static ResourceSpans of(String service, List<Span> spans) {
        return ResourceSpans.newBuilder()
                .setResource(Resource.newBuilder().addAttributes(attribute("service.name", service)))
                .addScopeSpans(ScopeSpans.newBuilder().addAllSpans(spans))
                .build();
    }

    private static ExportTraceServiceRequest request(ResourceSpans... all) {
        return ExportTraceServiceRequest.newBuilder()
                .addAllResourceSpans(List.of(all))
                .build();
    }

    /** A storefront that calls billing. */
    static ExportTraceServiceRequest twoServices() {
        long begin = now();
        Span front = span(1, 1, 0, "GET /pay", begin, 90_000_000).build();
        Span back =
                span(1, 2, 1, "POST /charge", begin + 20_000_000, 50_000_000).build();
        return request(of("storefront", List.of(front)), of("billing", List.of(back)));
    }

    /** A root and 20 000 spans below it, up to dozens deep. */
    static ExportTraceServiceRequest large() {
        long begin = now();
        Random random = new Random(5);
        List<Span> spans = new ArrayList<>();
        spans.add(span(2, 1, 0, "Batch.run", begin, 20_000_000_000L).build());
        List<Long> open = new ArrayList<>(List.of(1L));
        for (int i = 0; i < LARGE; i++) {
            while (open.size() > 1 && (open.size() > 30 || random.nextInt(10) < 4)) {
                open.remove(open.size() - 1);
            }
            long parent = open.get(open.size() - 1);
            spans.add(span(2, i + 2, parent, "Step." + i, begin + i * 1_000_000L, 100_000L + random.nextInt(3_000_000))
                    .build());
            open.add(i + 2L);
        }
        return request(of("batch", spans));
    }

    /** Texts that a careless page would run, reorder or choke on. */
    static ExportTraceServiceRequest hostile() {
        Span span = span(3, 1, 0, "<img src=x onerror=alert(2)>\u202egnp.exe", now(), 5_000_000)
                .addAttributes(attribute("\"><script>alert(4)</script>", "</textarea><script>alert(5)</script>"))
                .addAttributes(attribute("javascript:alert(6)", "{{7*7}} ${7*7} \u0000\u2066\ud83d\ude00"))
                .addAttributes(attribute("large", "x".repeat(1_000_000)))
                .setStatus(Status.newBuilder()
                        .setCode(Status.StatusCode.STATUS_CODE_ERROR)
                        .setMessage("<b><b>bold</b></b>"))
                .build();
        return request(of("<script>alert(1)</script>", List.of(span)));
    }

    /** A span of service late, which comes alone; number 1 is the parent of the others. */
    static ExportTraceServiceRequest late(int number) {
        Span span = span(9, number, number == 1 ? 0 : 1, "part " + number, now(), 5_000_000)
                .build();
        return request(of("late", List.of(span)));
    }

    /** One of many traces of service live. */
    static ExportTraceServiceRequest live(int number) {
        return request(of(
                "live",
                List.of(span(1000 + number, 1, 0, "Tick", now() + number, 1_000_000)
                        .build())));
    }
}
