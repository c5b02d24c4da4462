/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.view;

import java.util.HashMap;
import java.util.Map;

/**
 * A trace as the page draws it: one short array for each row, with texts by number, so that 20 000 spans are little.
 * Times are nanoseconds since the begin of the trace. Under the store's read lock.
 */
final class TraceView {
    /** Events that are marked on a bar; the span's details have all of them. */
    private static final int MAX_EVENTS = 20;

    private final Dictionary dictionary;
    private final JsonWriter texts = new JsonWriter();
    private final Map<Integer, Integer> numbers = new HashMap<>();

    private TraceView(Dictionary dictionary) {
        this.dictionary = dictionary;
    }

    static void write(JsonWriter json, Trace trace, Dictionary dictionary) {
        new TraceView(dictionary).write(json, trace);
    }

    private void write(JsonWriter json, Trace trace) {
        TraceTree tree = TraceTree.of(trace);
        SelfTimes.settle(tree);
        long[][] path = CriticalPath.of(tree);
        int thread = dictionary.find("thread.name");
        int threadId = dictionary.find("thread.id");
        long zero = trace.startNanos();
        texts.array();
        json.object().field("id", trace.id().toString());
        json.key("start").decimal(zero / 1e6);
        json.field("startNanos", Long.toString(zero));
        json.field("duration", trace.durationNanos()).field("errors", trace.errors());
        json.field("complete", trace.hasRoot());
        json.key("rows").array();
        for (int row = 0; row < tree.size(); row++) {
            Span span = tree.span(row);
            json.array().value(Hex.text(span.id)).value(tree.parent(row)).value(tree.depth(row));
            json.value(span.startNanos - zero).value(span.durationNanos()).value(span.selfNanos);
            json.value(number(span.name)).value(number(span.service));
            json.value(number(threadOf(span, thread, threadId)));
            json.value(span.kind).value(span.status);
            eventOffsets(json, span, zero);
            json.value(span.parentId != 0 && tree.parent(row) < 0);
            json.array();
            for (long time : path[row]) {
                json.value(time - zero);
            }
            json.endArray().endArray();
        }
        json.endArray().key("texts").raw(texts.endArray().toString()).endObject();
    }

    private static void eventOffsets(JsonWriter json, Span span, long zero) {
        json.array();
        for (int i = 0; i < Math.min(MAX_EVENTS, span.events.length); i++) {
            json.value(span.events[i].timeNanos - zero);
        }
        json.endArray();
    }

    private static int threadOf(Span span, int name, int id) {
        int found = name == Dictionary.NONE ? name : span.attribute(name);
        return found == Dictionary.NONE && id != Dictionary.NONE ? span.attribute(id) : found;
    }

    /** The number of a text in the answer; -1 for none. */
    private int number(int id) {
        if (id == Dictionary.NONE) {
            return -1;
        }
        Integer known = numbers.get(id);
        if (known == null) {
            known = numbers.size();
            numbers.put(id, known);
            texts.value(TraceList.cut(dictionary.text(id)));
        }
        return known;
    }

    /** Everything about one span; texts in their full length. */
    static void writeSpan(JsonWriter json, Trace trace, Span span, Dictionary dictionary) {
        Origin origin = (Origin) dictionary.get(span.origin);
        json.object().field("id", Hex.text(span.id));
        json.field("parent", span.parentId == 0 ? "" : Hex.text(span.parentId));
        json.field("name", dictionary.text(span.name)).field("service", origin.service());
        json.field("kind", span.kind).field("status", span.status);
        json.field("statusMessage", dictionary.text(span.statusMessage));
        json.field("traceState", dictionary.text(span.traceState));
        json.field("startNanos", Long.toString(span.startNanos));
        json.field("endNanos", Long.toString(span.endNanos));
        json.key("attributes");
        OtlpJson.attributes(json, span.attributes, dictionary);
        json.key("events").array();
        for (Span.Part event : span.events) {
            json.object().field("offset", event.timeNanos - trace.startNanos());
            json.field("name", dictionary.text(event.name)).key("attributes");
            OtlpJson.attributes(json, event.attributes, dictionary);
            json.endObject();
        }
        json.endArray().key("links").array();
        for (Span.Part link : span.links) {
            json.object().field("trace", new TraceId(link.traceHigh, link.traceLow).toString());
            json.field("span", Hex.text(link.spanId)).key("attributes");
            OtlpJson.attributes(json, link.attributes, dictionary);
            json.endObject();
        }
        json.endArray().key("resource");
        OtlpJson.attributes(json, origin.resource());
        json.field("scope", origin.scopeName()).field("scopeVersion", origin.scopeVersion());
        json.key("scopeAttributes");
        OtlpJson.attributes(json, origin.scope());
        json.endObject();
    }
}
