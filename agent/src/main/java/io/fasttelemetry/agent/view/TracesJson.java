/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.view;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * Decodes an ExportTraceServiceRequest in OTLP JSON: ids in hexadecimal, 64-bit integers as text or number, enums as
 * numbers. Unknown fields are ignored; a field of another type than its own is an error.
 */
final class TracesJson {
    private final ReceivedBatch batch = new ReceivedBatch();

    private TracesJson() {}

    /** Decodes a whole request or none of it: IOException if it is malformed. */
    static ReceivedBatch decode(String text) throws IOException {
        TracesJson decoder = new TracesJson();
        for (Map<String, Object> resource :
                JsonFields.objects(JsonFields.object(JsonReader.read(text)), "resourceSpans")) {
            decoder.resourceSpans(resource);
        }
        return decoder.batch;
    }

    private void resourceSpans(Map<String, Object> json) throws IOException {
        Attributes resource = attributes(JsonFields.child(json, "resource"));
        for (Map<String, Object> scopeSpans : JsonFields.objects(json, "scopeSpans")) {
            Map<String, Object> scope = JsonFields.child(scopeSpans, "scope");
            Origin origin = new Origin(
                    resource, JsonFields.text(scope, "name"), JsonFields.text(scope, "version"), attributes(scope));
            batch.origins.add(origin);
            for (Map<String, Object> span : JsonFields.objects(scopeSpans, "spans")) {
                batch.add(span(span, origin));
            }
        }
    }

    private static ReceivedSpan span(Map<String, Object> json, Origin origin) throws IOException {
        ReceivedSpan span = new ReceivedSpan();
        span.origin = origin;
        String trace = JsonFields.text(json, "traceId");
        span.traceHigh = id(trace, 32, 0);
        span.traceLow = id(trace, 32, 16);
        span.id = id(JsonFields.text(json, "spanId"), 16, 0);
        span.parentId = id(JsonFields.text(json, "parentSpanId"), 16, 0);
        span.traceState = JsonFields.text(json, "traceState");
        span.name = JsonFields.text(json, "name");
        span.kind = (int) JsonFields.number(json, "kind");
        span.startNanos = JsonFields.number(json, "startTimeUnixNano");
        span.endNanos = JsonFields.number(json, "endTimeUnixNano");
        Map<String, Object> status = JsonFields.child(json, "status");
        span.status = (int) JsonFields.number(status, "code");
        span.statusMessage = JsonFields.text(status, "message");
        attributes(json, span.attributes);
        for (Map<String, Object> event : JsonFields.objects(json, "events")) {
            ReceivedSpan.Part part = new ReceivedSpan.Part();
            part.timeNanos = JsonFields.number(event, "timeUnixNano");
            part.name = JsonFields.text(event, "name");
            attributes(event, part.attributes);
            span.events.add(part);
        }
        for (Map<String, Object> link : JsonFields.objects(json, "links")) {
            ReceivedSpan.Part part = new ReceivedSpan.Part();
            String linked = JsonFields.text(link, "traceId");
            part.traceHigh = id(linked, 32, 0);
            part.traceLow = id(linked, 32, 16);
            part.spanId = id(JsonFields.text(link, "spanId"), 16, 0);
            attributes(link, part.attributes);
            span.links.add(part);
        }
        return span;
    }

    /** Half an id; zero for one of another length. */
    private static long id(String text, int length, int from) throws MalformedException {
        try {
            return text.length() == length ? Hex.parse(text, from) : 0;
        } catch (NumberFormatException e) {
            throw new MalformedException("an id is not hexadecimal");
        }
    }

    private static Attributes attributes(Map<String, Object> json) throws IOException {
        Attributes attributes = new Attributes();
        attributes(json, attributes);
        return attributes;
    }

    private static void attributes(Map<String, Object> json, Attributes target) throws IOException {
        for (Map<String, Object> pair : JsonFields.objects(json, "attributes")) {
            target.add(JsonFields.text(pair, "key"), value(JsonFields.child(pair, "value"), 0));
        }
    }

    private static Object value(Map<String, Object> json, int depth) throws IOException {
        if (depth > ValuesProtobuf.MAX_DEPTH) {
            throw new MalformedException("an attribute's value is nested too deeply");
        }
        if (json.containsKey("stringValue")) {
            return JsonFields.text(json, "stringValue");
        }
        if (json.containsKey("intValue")) {
            return JsonFields.number(json, "intValue");
        }
        if (json.containsKey("boolValue")) {
            return Boolean.TRUE.equals(json.get("boolValue"));
        }
        if (json.containsKey("doubleValue")) {
            return JsonFields.decimal(json.get("doubleValue"));
        }
        if (json.containsKey("bytesValue")) {
            String bytes = JsonFields.text(json, "bytesValue");
            return new Compound(new JsonWriter()
                    .object()
                    .field("bytesValue", bytes)
                    .endObject()
                    .toString());
        }
        boolean array = json.containsKey("arrayValue");
        if (!array && !json.containsKey("kvlistValue")) {
            return Compound.EMPTY;
        }
        JsonWriter out = new JsonWriter().object().key(array ? "arrayValue" : "kvlistValue");
        out.object().key("values").array();
        List<Map<String, Object>> values =
                JsonFields.objects(JsonFields.child(json, array ? "arrayValue" : "kvlistValue"), "values");
        for (Map<String, Object> each : values) {
            if (array) {
                OtlpJson.value(out, value(each, depth + 1));
            } else {
                out.object().field("key", JsonFields.text(each, "key")).key("value");
                OtlpJson.value(out, value(JsonFields.child(each, "value"), depth + 1));
                out.endObject();
            }
        }
        return new Compound(out.endArray().endObject().endObject().toString());
    }
}
