/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.proto;

import java.nio.CharBuffer;
import java.util.Map;

/** Drives the encoders with a model. */
final class ModelEncoder {
    private ModelEncoder() {}

    static void encode(SpanModel model, SpanEncoder span) {
        span.begin(
                model.traceIdHigh,
                model.traceIdLow,
                model.spanId,
                model.parentSpanId,
                model.flags,
                model.startEpochNanos,
                model.endEpochNanos);
        span.traceState(model.traceState);
        span.constants(new SpanConstants(model.name, model.kind, set(model.constantAttributes)));
        stream(model.attributes, span.attributes());
        span.droppedAttributesCount(model.droppedAttributesCount);
        for (SpanModel.Event event : model.events) {
            span.event().begin(event.timeEpochNanos, event.name);
            stream(event.attributes, span.event().attributes());
            span.event().droppedAttributesCount(event.droppedAttributesCount);
            span.event().end();
        }
        for (SpanModel.Link link : model.links) {
            span.link().begin(link.traceIdHigh, link.traceIdLow, link.spanId, link.traceState, link.flags);
            stream(link.attributes, span.link().attributes());
            span.link().droppedAttributesCount(link.droppedAttributesCount);
            span.link().end();
        }
        span.droppedLinksCount(model.droppedLinksCount);
        span.status(model.statusCode, model.statusMessage, KeyValueEncoder.NO_LIMIT);
        span.end();
    }

    static AttributeSet set(Map<String, Object> attributes) {
        AttributeSet set = new AttributeSet();
        attributes.forEach((key, value) -> put(set, key, value));
        return set;
    }

    private static void put(AttributeSet set, String key, Object value) {
        if (value instanceof String s) {
            set.put(key, s);
        } else if (value instanceof Long l) {
            set.put(key, l.longValue());
        } else if (value instanceof Double d) {
            set.put(key, d.doubleValue());
        } else if (value instanceof Boolean b) {
            set.put(key, b.booleanValue());
        } else if (value instanceof byte[] bytes) {
            set.put(key, bytes);
        } else if (value instanceof String[] strings) {
            set.put(key, strings);
        } else if (value instanceof long[] longs) {
            set.put(key, longs);
        } else if (value instanceof double[] doubles) {
            set.put(key, doubles);
        } else {
            set.put(key, (boolean[]) value);
        }
    }

    private static void stream(Map<String, Object> attributes, KeyValueEncoder to) {
        attributes.forEach((name, value) -> write(to, AttributeKey.of(name), value));
    }

    private static void write(KeyValueEncoder to, AttributeKey key, Object value) {
        if (value instanceof String s) {
            // As another kind of text now and then: it takes another path.
            to.write(key, s.length() % 3 == 0 ? CharBuffer.wrap(s) : s);
        } else if (value instanceof Long l) {
            to.write(key, l.longValue());
        } else if (value instanceof Double d) {
            to.write(key, d.doubleValue());
        } else if (value instanceof Boolean b) {
            to.write(key, b.booleanValue());
        } else if (value instanceof byte[] bytes) {
            to.write(key, bytes);
        } else if (value instanceof String[] strings) {
            to.write(key, strings);
        } else if (value instanceof long[] longs) {
            to.write(key, longs);
        } else if (value instanceof double[] doubles) {
            to.write(key, doubles);
        } else {
            to.write(key, (boolean[]) value);
        }
    }
}
