/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.testapp;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** A span with where it came from; ids in hexadecimal, a root's parent id is empty. */
public record ReceivedSpan(Span span, Resource resource, InstrumentationScope scope, ReceivedRequest request) {

    public String name() {
        return span.getName();
    }

    public String traceId() {
        return hex(span.getTraceId());
    }

    public String spanId() {
        return hex(span.getSpanId());
    }

    public String parentSpanId() {
        return hex(span.getParentSpanId());
    }

    public boolean isRoot() {
        return span.getParentSpanId().isEmpty();
    }

    public boolean isChildOf(ReceivedSpan parent) {
        return parentSpanId().equals(parent.spanId()) && traceId().equals(parent.traceId());
    }

    public boolean isError() {
        return span.getStatus().getCode() == Status.StatusCode.STATUS_CODE_ERROR;
    }

    /** The attribute of the span's only event; null if it has none of that key. */
    public Object eventAttribute(String key) {
        if (span.getEventsCount() != 1) {
            throw new AssertionError(name() + " has " + span.getEventsCount() + " events");
        }
        return find(span.getEvents(0).getAttributesList(), key).orElse(null);
    }

    public long durationNanos() {
        return span.getEndTimeUnixNano() - span.getStartTimeUnixNano();
    }

    /** String, Long, Double, Boolean or the protobuf value itself. */
    public Optional<Object> attribute(String key) {
        return find(span.getAttributesList(), key);
    }

    public Optional<Object> resourceAttribute(String key) {
        return find(resource.getAttributesList(), key);
    }

    static Optional<Object> find(List<KeyValue> attributes, String key) {
        return attributes.stream()
                .filter(attribute -> attribute.getKey().equals(key))
                .findFirst()
                .map(attribute -> toJava(attribute.getValue()));
    }

    private static Object toJava(AnyValue value) {
        return switch (value.getValueCase()) {
            case STRING_VALUE -> value.getStringValue();
            case INT_VALUE -> value.getIntValue();
            case DOUBLE_VALUE -> value.getDoubleValue();
            case BOOL_VALUE -> value.getBoolValue();
            default -> value;
        };
    }

    private static String hex(ByteString bytes) {
        return HexFormat.of().formatHex(bytes.toByteArray());
    }
}
