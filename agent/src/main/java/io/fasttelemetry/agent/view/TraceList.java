/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.view;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;

/** The first traces of all that match a filter, in an order. Under the store's read lock. */
final class TraceList {
    /** Texts in lists are cut to this; the trace itself has them whole. */
    static final int MAX_TEXT = 200;

    private static final int MAX_SERVICES = 20;

    private final List<Trace> first;
    private final int matched;

    private TraceList(List<Trace> first, int matched) {
        this.first = first;
        this.matched = matched;
    }

    /**
     * Selects at most {@code limit} traces.
     *
     * @param order newest, longest, spans or errors
     */
    static TraceList select(TraceStore store, Filter filter, String order, int limit) {
        Comparator<Trace> best = order(order);
        PriorityQueue<Trace> kept = new PriorityQueue<>(Math.min(limit, 1000) + 1, best.reversed());
        int matched = 0;
        SpanMatcher matcher = new SpanMatcher(filter, store.dictionary());
        // From the newest on, so that in the usual order most of the others are out at the first comparison.
        Iterator<Trace> candidates = filter.traces.isEmpty()
                ? store.newestFirst()
                : matching(store, filter).iterator();
        while (candidates.hasNext()) {
            Trace trace = candidates.next();
            if (matcher.matches(trace)) {
                matched++;
                if (kept.size() < limit) {
                    kept.add(trace);
                } else if (best.compare(trace, kept.peek()) < 0) {
                    kept.poll();
                    kept.add(trace);
                }
            }
        }
        List<Trace> first = new ArrayList<>(kept);
        first.sort(best);
        return new TraceList(first, matched);
    }

    /** All traces that match, the first to arrive first. */
    static List<Trace> matching(TraceStore store, Filter filter) {
        SpanMatcher matcher = new SpanMatcher(filter, store.dictionary());
        List<Trace> found = new ArrayList<>();
        if (filter.traces.isEmpty()) {
            for (Trace trace : store.traces()) {
                if (matcher.matches(trace)) {
                    found.add(trace);
                }
            }
            return found;
        }
        for (TraceId id : filter.traces) {
            Trace trace = store.trace(id);
            if (trace != null && matcher.matches(trace)) {
                found.add(trace);
            }
        }
        return found;
    }

    private static Comparator<Trace> order(String name) {
        Comparator<Trace> newest = Comparator.comparingLong(Trace::startNanos).reversed();
        switch (name) {
            case "longest":
                return Comparator.comparingLong(Trace::durationNanos).reversed().thenComparing(newest);
            case "spans":
                return Comparator.comparingInt(Trace::size).reversed().thenComparing(newest);
            case "errors":
                return Comparator.comparingInt(Trace::errors).reversed().thenComparing(newest);
            default:
                return newest;
        }
    }

    void write(JsonWriter json, Dictionary dictionary) {
        json.field("matched", matched).key("traces").array();
        for (Trace trace : first) {
            Span root = trace.root();
            json.object().field("id", trace.id().toString());
            json.field("name", cut(dictionary.text(root.name)));
            json.field("service", cut(dictionary.text(root.service)));
            json.key("start").decimal(trace.startNanos() / 1e6);
            json.field("duration", trace.durationNanos());
            json.field("spans", trace.size()).field("errors", trace.errors());
            if (!trace.hasRoot()) {
                json.field("incomplete", true);
            }
            otherServices(json, trace, dictionary);
            json.endObject();
        }
        json.endArray();
    }

    private static void otherServices(JsonWriter json, Trace trace, Dictionary dictionary) {
        Set<Integer> services = new HashSet<>();
        for (int i = 0; i < trace.size() && services.size() < MAX_SERVICES; i++) {
            if (trace.span(i).service != trace.root().service) {
                services.add(trace.span(i).service);
            }
        }
        if (!services.isEmpty()) {
            json.key("others").array();
            for (int service : services) {
                json.value(cut(dictionary.text(service)));
            }
            json.endArray();
        }
    }

    /** A text of a reasonable length for a list. */
    static String cut(String text) {
        return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT) + "…";
    }
}
