/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.proto;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a span should be on the wire, said with opentelemetry-proto's classes and java.nio's charset. */
final class Oracle {
    private static final byte[] REPLACEMENT = {(byte) 0xEF, (byte) 0xBF, (byte) 0xBD};

    private Oracle() {}

    static Span span(SpanModel model) {
        Span.Builder span = Span.newBuilder()
                .setTraceId(ids(model.traceIdHigh, model.traceIdLow))
                .setSpanId(ids(model.spanId))
                .setName(model.name.isEmpty() ? "unknown" : utf8(model.name))
                .setKindValue(model.kind < 1 || model.kind > 5 ? 1 : model.kind)
                .setStartTimeUnixNano(model.startEpochNanos)
                .setEndTimeUnixNano(model.endEpochNanos)
                .addAllAttributes(keyValues(model.constantAttributes))
                .addAllAttributes(keyValues(model.attributes))
                .setDroppedAttributesCount(model.droppedAttributesCount)
                .setDroppedLinksCount(model.droppedLinksCount)
                .setFlags(model.flags);
        if (model.traceState != null) {
            span.setTraceState(utf8(model.traceState));
        }
        if (model.parentSpanId != 0) {
            span.setParentSpanId(ids(model.parentSpanId));
        }
        for (SpanModel.Event event : model.events) {
            span.addEvents(Span.Event.newBuilder()
                    .setTimeUnixNano(event.timeEpochNanos)
                    .setName(utf8(event.name))
                    .addAllAttributes(keyValues(event.attributes))
                    .setDroppedAttributesCount(event.droppedAttributesCount));
        }
        for (SpanModel.Link link : model.links) {
            span.addLinks(Span.Link.newBuilder()
                    .setTraceId(ids(link.traceIdHigh, link.traceIdLow))
                    .setSpanId(ids(link.spanId))
                    .setTraceState(link.traceState == null ? "" : utf8(link.traceState))
                    .addAllAttributes(keyValues(link.attributes))
                    .setDroppedAttributesCount(link.droppedAttributesCount)
                    .setFlags(link.flags));
        }
        if (model.statusCode == 1) {
            span.setStatus(Status.newBuilder().setCode(Status.StatusCode.STATUS_CODE_OK));
        } else if (model.statusCode == 2) {
            String message = model.statusMessage == null ? "" : utf8(model.statusMessage);
            span.setStatus(Status.newBuilder()
                    .setCode(Status.StatusCode.STATUS_CODE_ERROR)
                    .setMessage(message));
        }
        return span.build();
    }

    static List<KeyValue> keyValues(Map<String, Object> attributes) {
        List<KeyValue> result = new ArrayList<>();
        attributes.forEach((key, value) -> result.add(KeyValue.newBuilder()
                .setKey(utf8(key))
                .setValue(anyValue(value))
                .build()));
        return result;
    }

    static AnyValue anyValue(Object value) {
        AnyValue.Builder any = AnyValue.newBuilder();
        ArrayValue.Builder array = ArrayValue.newBuilder();
        if (value == null) {
            return any.build();
        } else if (value instanceof String s) {
            return any.setStringValue(utf8(s)).build();
        } else if (value instanceof Long l) {
            return any.setIntValue(l).build();
        } else if (value instanceof Double d) {
            return any.setDoubleValue(d).build();
        } else if (value instanceof Boolean b) {
            return any.setBoolValue(b).build();
        } else if (value instanceof byte[] bytes) {
            return any.setBytesValue(ByteString.copyFrom(bytes)).build();
        } else if (value instanceof String[] strings) {
            for (String element : strings) {
                array.addValues(anyValue(element));
            }
        } else if (value instanceof long[] longs) {
            for (long element : longs) {
                array.addValues(anyValue(element));
            }
        } else if (value instanceof double[] doubles) {
            for (double element : doubles) {
                array.addValues(anyValue(element));
            }
        } else {
            for (boolean element : (boolean[]) value) {
                array.addValues(anyValue(element));
            }
        }
        return any.setArrayValue(array).build();
    }

    static ByteString ids(long... parts) {
        ByteBuffer bytes = ByteBuffer.allocate(8 * parts.length);
        for (long part : parts) {
            bytes.putLong(part);
        }
        return ByteString.copyFrom(bytes.flip());
    }

    /** The text after a trip through UTF-8, where a lone surrogate becomes U+FFFD. */
    static String utf8(String text) {
        return new String(utf8Bytes(text), StandardCharsets.UTF_8);
    }

    static byte[] utf8Bytes(String text) {
        try {
            ByteBuffer encoded = StandardCharsets.UTF_8
                    .newEncoder()
                    .onMalformedInput(CodingErrorAction.REPLACE)
                    .replaceWith(REPLACEMENT)
                    .encode(CharBuffer.wrap(text));
            byte[] bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
            return bytes;
        } catch (CharacterCodingException e) {
            throw new AssertionError(e);
        }
    }
}
