/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.testapp.tools.receiver;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.nio.ByteBuffer;

/** Requests for the receiver to take. */
final class Requests {
    private Requests() {}

    /** A span of each id, which begins so long after the base as its id says, and takes ten. */
    static ExportTraceServiceRequest otlp(long baseNanos, long... ids) {
        ScopeSpans.Builder spans = ScopeSpans.newBuilder();
        spans.getScopeBuilder().setName("scope");
        for (long id : ids) {
            spans.addSpans(Span.newBuilder()
                    .setTraceId(ByteString.copyFrom(new byte[16]))
                    .setSpanId(ByteString.copyFrom(ByteBuffer.allocate(8).putLong(0, id)))
                    .setName("span")
                    .setStartTimeUnixNano(baseNanos + id)
                    .setEndTimeUnixNano(baseNanos + id + 10)
                    .setFlags(1));
        }
        ExportTraceServiceRequest.Builder request = ExportTraceServiceRequest.newBuilder();
        request.addResourceSpansBuilder().setSchemaUrl("schema").addScopeSpans(spans);
        return request.build();
    }
}
