/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.proto;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** Requests as the tests make and read them. */
final class Requests {
    private Requests() {}

    static TraceRequestEncoder encoder() {
        return new TraceRequestEncoder(
                new AttributeSet().put("service.name", "shop"), "https://r", "fast-telemetry", "0.1", null);
    }

    static void addSpans(TraceRequestEncoder request, int count) {
        SpanConstants constants = new SpanConstants("name", 1, new AttributeSet().put("k", "v"));
        for (int i = 0; i < count; i++) {
            request.span().begin(1, 2, request.spanCount() + 1, 0, 0x103, 5, 6);
            request.span().constants(constants);
            request.span().end();
        }
    }

    /** Parsed, and proved canonical. */
    static ExportTraceServiceRequest parse(byte[] bytes) {
        try {
            ExportTraceServiceRequest parsed = ExportTraceServiceRequest.parseFrom(bytes);
            assertThat(parsed.toByteArray()).isEqualTo(bytes);
            return parsed;
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }

    static List<Span> spans(byte[] bytes) {
        return parse(bytes).getResourceSpans(0).getScopeSpans(0).getSpansList();
    }

    static List<Span> spans(TraceRequestEncoder request) {
        return spans(request.toByteArray());
    }

    static Span onlySpan(TraceRequestEncoder request) {
        List<Span> spans = spans(request);
        assertThat(spans).hasSize(1);
        return spans.get(0);
    }

    static byte[] gunzip(byte[] compressed) {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
