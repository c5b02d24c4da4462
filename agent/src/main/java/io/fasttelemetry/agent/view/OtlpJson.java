/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.view;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes traces as OTLP JSON, which any OTLP receiver takes, this one too. */
final class OtlpJson {
    private OtlpJson() {}

    /** A text that two origins share if and only if they have the same content. */
    static String originKey(Origin origin) {
        JsonWriter json = new JsonWriter().array();
        resource(json, origin);
        scope(json, origin);
        return json.endArray().toString();
    }

    private static void resource(JsonWriter json, Origin origin) {
        json.object().key("attributes");
        attributes(json, origin.resource());
        json.endObject();
    }

    private static void scope(JsonWriter json, Origin origin) {
        json.object().field("name", origin.scopeName()).field("version", origin.scopeVersion());
        json.key("attributes");
        attributes(json, origin.scope());
        json.endObject();
    }

    /** A request with all spans of a trace. To be called under the store's read lock. */
    static String request(Trace trace, Dictionary dictionary) {
        Map<Integer, List<Span>> byOrigin = new LinkedHashMap<>();
        for (int i = 0; i < trace.size(); i++) {
            Span span = trace.span(i);
            byOrigin.computeIfAbsent(span.origin, none -> new ArrayList<>()).add(span);
        }
        JsonWriter json = new JsonWriter().object().key("resourceSpans").array();
        byOrigin.forEach((number, spans) -> {
            Origin origin = (Origin) dictionary.get(number);
            json.object().key("resource");
            resource(json, origin);
            json.key("scopeSpans").array().object().key("scope");
            scope(json, origin);
            json.key("spans").array();
            for (Span span : spans) {
                span(json, trace.id(), span, dictionary);
            }
            json.endArray().endObject().endArray().endObject();
        });
        return json.endArray().endObject().toString();
    }

    private static void span(JsonWriter json, TraceId trace, Span span, Dictionary dictionary) {
        json.object().field("traceId", trace.toString()).field("spanId", Hex.text(span.id));
        if (span.parentId != 0) {
            json.field("parentSpanId", Hex.text(span.parentId));
        }
        if (span.traceState != Dictionary.NONE) {
            json.field("traceState", dictionary.text(span.traceState));
        }
        json.field("name", dictionary.text(span.name)).field("kind", span.kind);
        json.field("startTimeUnixNano", Long.toString(span.startNanos));
        json.field("endTimeUnixNano", Long.toString(span.endNanos));
        json.key("attributes");
        attributes(json, span.attributes, dictionary);
        json.key("events").array();
        for (Span.Part event : span.events) {
            json.object().field("timeUnixNano", Long.toString(event.timeNanos));
            json.field("name", dictionary.text(event.name)).key("attributes");
            attributes(json, event.attributes, dictionary);
            json.endObject();
        }
        json.endArray().key("links").array();
        for (Span.Part link : span.links) {
            json.object().field("traceId", new TraceId(link.traceHigh, link.traceLow).toString());
            json.field("spanId", Hex.text(link.spanId)).key("attributes");
            attributes(json, link.attributes, dictionary);
            json.endObject();
        }
        json.endArray().key("status").object().field("code", span.status);
        if (span.statusMessage != Dictionary.NONE) {
            json.field("message", dictionary.text(span.statusMessage));
        }
        json.endObject().endObject();
    }

    /** Writes attributes as an array of pairs. */
    static void attributes(JsonWriter json, int[] numbers, Dictionary dictionary) {
        json.array();
        for (int i = 0; i < numbers.length; i += 2) {
            pair(json, dictionary.text(numbers[i]), dictionary.get(numbers[i + 1]));
        }
        json.endArray();
    }

    static void attributes(JsonWriter json, Attributes attributes) {
        json.array();
        for (int i = 0; i < attributes.size(); i++) {
            pair(json, attributes.key(i), attributes.value(i));
        }
        json.endArray();
    }

    private static void pair(JsonWriter json, String key, Object value) {
        json.object().field("key", key).key("value");
        value(json, value);
        json.endObject();
    }

    /** Writes an AnyValue. */
    static void value(JsonWriter json, Object value) {
        if (value instanceof String) {
            json.object().field("stringValue", (String) value).endObject();
        } else if (value instanceof Long) {
            json.object().field("intValue", value.toString()).endObject();
        } else if (value instanceof Boolean) {
            json.object().field("boolValue", (boolean) value).endObject();
        } else if (value instanceof Double) {
            double number = (double) value;
            json.object().key("doubleValue");
            if (Double.isFinite(number)) {
                json.raw(value.toString());
            } else {
                json.value(Double.isNaN(number) ? "NaN" : number > 0 ? "Infinity" : "-Infinity");
            }
            json.endObject();
        } else {
            json.raw(((Compound) value).json());
        }
    }
}
