/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.view;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Services of the traces that match, and the calls between them: a span whose parent is of another service. Under the
 * store's read lock.
 */
final class ServiceMap {
    private static final int MAX_ENTRIES = 500;

    private final Dictionary dictionary;
    private final Map<Integer, Figures> services = new LinkedHashMap<>();
    private final Map<Long, Figures> calls = new LinkedHashMap<>();

    private ServiceMap(Dictionary dictionary) {
        this.dictionary = dictionary;
    }

    private static final class Figures {
        long spans;
        long errors;
        double totalNanos;

        void add(Span span) {
            spans++;
            errors += span.isError() ? 1 : 0;
            totalNanos += span.durationNanos();
        }
    }

    static ServiceMap of(TraceStore store, Filter filter) {
        ServiceMap map = new ServiceMap(store.dictionary());
        for (Trace trace : TraceList.matching(store, filter)) {
            for (int i = 0; i < trace.size(); i++) {
                map.add(trace, trace.span(i));
            }
        }
        return map;
    }

    private void add(Trace trace, Span span) {
        Figures service = services.get(span.service);
        if (service == null && services.size() < MAX_ENTRIES) {
            service = new Figures();
            services.put(span.service, service);
        }
        if (service == null) {
            return;
        }
        service.add(span);
        int parent = span.parentId == 0 ? -1 : trace.find(span.parentId);
        if (parent >= 0 && trace.span(parent).service != span.service) {
            long key = (long) trace.span(parent).service << 32 | span.service;
            if (calls.size() < MAX_ENTRIES || calls.containsKey(key)) {
                calls.computeIfAbsent(key, none -> new Figures()).add(span);
            }
        }
    }

    JsonWriter write(JsonWriter json) {
        json.key("services").array();
        services.forEach((id, figures) -> {
            json.object().field("name", TraceList.cut(dictionary.text(id)));
            write(json, figures);
        });
        json.endArray().key("calls").array();
        calls.forEach((key, figures) -> {
            json.object().field("from", TraceList.cut(dictionary.text((int) (key >> 32))));
            json.field("to", TraceList.cut(dictionary.text((int) (long) key)));
            write(json, figures);
        });
        return json.endArray();
    }

    private static void write(JsonWriter json, Figures figures) {
        json.field("spans", figures.spans).field("errors", figures.errors);
        json.key("average").decimal(figures.totalNanos / figures.spans).endObject();
    }
}
