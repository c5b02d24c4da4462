/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.view;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Answers the page's requests for data, all in JSON:
 *
 * <pre>
 *   GET /api/traces?FILTER&amp;order=…&amp;limit=…   traces that match, and what is in memory
 *   GET /api/traces/ID                        a trace with all rows
 *   GET /api/traces/ID/spans/ID               everything about one span
 *   GET /api/traces/ID/search?text=…          ids of the spans with this text
 *   GET /api/traces/ID/otlp                   a trace as OTLP JSON
 *   GET /api/operations?FILTER, /api/flame?FILTER, /api/map?FILTER, /api/names, /api/memory
 *   POST /api/clear                           drops all traces
 * </pre>
 *
 * <p>With {@code since=VERSION} an unchanged answer is 204. Thread-safe.
 */
final class ApiHandler implements HttpHandler {
    private static final int MAX_NAMES = 2000;

    private final TraceStore store;
    private final RequestGuard guard;
    private final String agentJar;

    /** @param agentJar path of the agent's jar, for the line that starts an application */
    ApiHandler(TraceStore store, RequestGuard guard, String agentJar) {
        this.store = store;
        this.guard = guard;
        this.agentJar = agentJar;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        String refusal = guard.refuseApi(exchange.getRequestHeaders());
        String[] path = exchange.getRequestURI().getPath().split("/", -1); // "", api, ...
        boolean clear = path.length == 3 && path[2].equals("clear");
        if (refusal != null) {
            Answer.text(exchange, 403, refusal);
        } else if (!exchange.getRequestMethod().equals(clear ? "POST" : "GET")) {
            exchange.getResponseHeaders().set("Allow", clear ? "POST" : "GET");
            Answer.text(exchange, 405, "method not allowed");
        } else if (clear) {
            store.clear();
            Answer.send(exchange, 204, "application/json", new byte[0]);
        } else if (path.length == 3) {
            query(exchange, path[2]);
        } else if (path.length >= 4 && path[2].equals("traces")) {
            trace(exchange, path);
        } else {
            Answer.text(exchange, 404, "not found");
        }
    }

    private void query(HttpExchange exchange, String kind) throws IOException {
        Map<String, List<String>> query = Query.parse(exchange.getRequestURI().getRawQuery());
        long version = store.version();
        if (Filter.first(query, "since").equals(Long.toString(version))) {
            Answer.send(exchange, 204, "application/json", new byte[0]);
            return;
        }
        Filter filter = new Filter(query);
        JsonWriter json = new JsonWriter().object().field("version", version);
        switch (kind) {
            case "traces":
                String order = Filter.first(query, "order");
                int limit = Query.number(query, "limit", 500, 5000);
                store.read(() -> {
                    TraceList.select(store, filter, order, limit).write(json, store.dictionary());
                    return json;
                });
                break;
            case "memory":
                break;
            case "operations":
                store.read(() -> Operations.of(store, filter).write(json));
                break;
            case "flame":
                store.read(() -> FlameGraph.of(store, filter).write(json));
                break;
            case "map":
                store.read(() -> ServiceMap.of(store, filter).write(json));
                break;
            case "names":
                store.read(() -> names(json));
                break;
            default:
                Answer.text(exchange, 404, "not found");
                return;
        }
        store.read(() -> state(json));
        Answer.json(exchange, json.endObject());
    }

    private JsonWriter state(JsonWriter json) {
        StoreCounts counts = store.counts();
        json.field("agent", agentJar);
        json.key("memory").object();
        json.field("traces", store.traces().size()).field("spans", store.spanCount());
        json.field("maxSpans", store.maxSpans()).field("bytes", store.bytes());
        json.field("maxBytes", store.maxBytes()).field("received", counts.received);
        json.field("evictedTraces", counts.evictedTraces).field("evictedSpans", counts.evictedSpans);
        json.field("duplicates", counts.duplicates).field("tooMany", counts.tooMany);
        json.field("invalid", counts.invalid).endObject();
        json.key("dropped").object();
        store.drops().totals().forEach((reason, count) -> json.field(TraceList.cut(reason), count));
        return json.endObject();
    }

    /** Writes the operations of each service. */
    private JsonWriter names(JsonWriter json) {
        Map<Integer, BitSet> names = new TreeMap<>();
        for (Trace trace : store.traces()) {
            for (int i = 0; i < trace.size(); i++) {
                names.computeIfAbsent(trace.span(i).service, none -> new BitSet())
                        .set(trace.span(i).name);
            }
        }
        json.key("services").array();
        names.forEach((service, operations) -> {
            TreeSet<String> sorted = new TreeSet<>();
            operations.stream()
                    .mapToObj(store.dictionary()::text)
                    .filter(name -> name.length() <= TraceList.MAX_TEXT)
                    .limit(MAX_NAMES)
                    .forEach(sorted::add);
            json.object().field("name", TraceList.cut(store.dictionary().text(service)));
            json.key("operations").array();
            sorted.forEach(json::value);
            json.endArray().endObject();
        });
        return json.endArray();
    }

    private void trace(HttpExchange exchange, String[] path) throws IOException {
        TraceId id = TraceId.parse(path[3]);
        Map<String, List<String>> query = Query.parse(exchange.getRequestURI().getRawQuery());
        String kind = path.length == 4 ? "" : path[4];
        String rest = path.length == 6 ? path[5] : "";
        String text = Filter.first(query, "text");
        String json = id == null || path.length > 6
                ? null
                : store.read(() -> {
                    Trace trace = store.trace(id);
                    return trace == null ? null : trace(trace, kind, rest, text);
                });
        if (json == null) {
            Answer.text(exchange, 404, "no such trace in memory");
            return;
        }
        if (kind.equals("otlp")) {
            exchange.getResponseHeaders().set("Content-Disposition", "attachment; filename=\"trace-" + id + ".json\"");
        }
        Answer.send(exchange, 200, "application/json", json.getBytes(StandardCharsets.UTF_8));
    }

    /** The JSON of a request about one trace; null if there is nothing of this name. */
    private String trace(Trace trace, String kind, String rest, String text) {
        JsonWriter json = new JsonWriter();
        switch (kind) {
            case "":
                TraceView.write(json, trace, store.dictionary());
                return json.toString();
            case "otlp":
                return OtlpJson.request(trace, store.dictionary());
            case "search":
                json.array();
                SpanMatcher matcher = new SpanMatcher(new Filter(Map.of("text", List.of(text))), store.dictionary());
                for (int i = 0; i < trace.size() && !text.isEmpty(); i++) {
                    if (matcher.matches(trace.span(i))) {
                        json.value(Hex.text(trace.span(i).id));
                    }
                }
                return json.endArray().toString();
            case "spans":
                int place = rest.length() == 16 ? find(trace, rest) : -1;
                if (place < 0) {
                    return null;
                }
                TraceView.writeSpan(json, trace, trace.span(place), store.dictionary());
                return json.toString();
            default:
                return null;
        }
    }

    private static int find(Trace trace, String spanId) {
        try {
            return trace.find(Hex.parse(spanId, 0));
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
