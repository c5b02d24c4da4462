/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.view;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A store, and spans for it in few words. */
final class TestTraces {
    static final long BEGIN = 1_700_000_000_000_000_000L;

    final TraceStore store;
    private final Map<String, Origin> origins = new HashMap<>();

    TestTraces() {
        this(1_000_000);
    }

    TestTraces(int maxSpans) {
        this(maxSpans, Long.MAX_VALUE);
    }

    TestTraces(int maxSpans, long maxBytes) {
        store = new TraceStore(maxSpans, maxBytes);
    }

    static Origin origin(String service) {
        Attributes resource = new Attributes();
        resource.add("service.name", service);
        return new Origin(resource, "test", "1", new Attributes());
    }

    /** A span of service shop; times are relative to {@link #BEGIN}. */
    TestTraces span(long trace, long id, long parent, String name, long from, long to) {
        return span(trace, id, parent, name, from, to, span -> {});
    }

    TestTraces span(long trace, long id, long parent, String name, long from, long to, Consumer<ReceivedSpan> more) {
        ReceivedSpan span = new ReceivedSpan();
        span.traceLow = trace;
        span.id = id;
        span.parentId = parent;
        span.name = name;
        span.startNanos = BEGIN + from;
        span.endNanos = BEGIN + to;
        span.origin = origins.computeIfAbsent("shop", TestTraces::origin);
        more.accept(span);
        return add(span);
    }

    TestTraces add(ReceivedSpan span) {
        ReceivedBatch batch = new ReceivedBatch();
        batch.origins.add(span.origin);
        batch.add(span);
        store.add(batch);
        return this;
    }

    Consumer<ReceivedSpan> of(String service) {
        return span -> span.origin = origins.computeIfAbsent(service, TestTraces::origin);
    }

    Trace trace(long id) {
        return store.trace(new TraceId(0, id));
    }

    TraceTree tree(long id) {
        return TraceTree.of(trace(id));
    }

    /** The name of a row. */
    String name(Span span) {
        return store.dictionary().text(span.name);
    }

    /** Low halves of the ids of the traces that match a query such as {@code service=shop&error=true}. */
    List<Long> matching(String query) {
        return TraceList.matching(store, new Filter(Query.parse(query))).stream()
                .map(trace -> trace.id().low())
                .toList();
    }
}
