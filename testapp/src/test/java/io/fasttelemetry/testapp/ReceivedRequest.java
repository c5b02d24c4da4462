/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.testapp;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * One request as {@link OtlpReceiver} got it. {@code message} is null if the body could not be read as a message;
 * {@code violations} then says why.
 */
public record ReceivedRequest(
        String method,
        String path,
        Map<String, List<String>> headers,
        ByteString body,
        ExportTraceServiceRequest message,
        boolean delivered,
        List<String> violations,
        int connection,
        long receivedNanos,
        long receivedEpochMillis) {

    /** The only value of that header (its name in any case), or null; several values are an error. */
    public String header(String name) {
        List<String> values = headers.getOrDefault(name, List.of());
        if (values.size() > 1) {
            throw new AssertionError("header " + name + " came " + values.size() + " times: " + values);
        }
        return values.isEmpty() ? null : values.get(0);
    }

    public boolean isGzipped() {
        return body.size() > 1 && (body.byteAt(0) & 0xff) == 0x1f && (body.byteAt(1) & 0xff) == 0x8b;
    }

    public List<ReceivedSpan> spans() {
        if (message == null) {
            return List.of();
        }
        return message.getResourceSpansList().stream()
                .flatMap(resource -> resource.getScopeSpansList().stream()
                        .flatMap(scope -> scope.getSpansList().stream()
                                .map(span -> new ReceivedSpan(span, resource.getResource(), scope.getScope(), this))))
                .toList();
    }

    /** The keys of the resource, in order. */
    public List<String> resourceKeys() {
        return message.getResourceSpansList().stream()
                .flatMap(resource -> resource.getResource().getAttributesList().stream())
                .flatMap(attribute -> Stream.of(attribute.getKey()))
                .toList();
    }
}
