/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.view;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * All spans of the traces that match, merged by call path: the operations from the top of the trace down. The width of
 * a path is the time of its spans together. Under the store's read lock.
 */
final class FlameGraph {
    private static final int MAX_PATHS = 50_000;
    private static final int MAX_DEPTH = 500;
    /** Paths that are a smaller part of the whole than this are not written. */
    private static final double MIN_PART = 1e-4;

    private static final int MAX_WRITTEN = 5000;

    private final Dictionary dictionary;
    private final Path top = new Path(Dictionary.NONE, Dictionary.NONE);
    private int paths;
    private int traces;
    private int written;
    private boolean cut;

    private FlameGraph(Dictionary dictionary) {
        this.dictionary = dictionary;
    }

    private static final class Path {
        final int service;
        final int name;
        final Map<Long, Path> children = new HashMap<>(4);
        long calls;
        long errors;
        double totalNanos;
        double selfNanos;

        Path(int service, int name) {
            this.service = service;
            this.name = name;
        }
    }

    static FlameGraph of(TraceStore store, Filter filter) {
        FlameGraph graph = new FlameGraph(store.dictionary());
        for (Trace trace : TraceList.matching(store, filter)) {
            graph.add(trace);
        }
        return graph;
    }

    private void add(Trace trace) {
        TraceTree tree = TraceTree.of(trace);
        SelfTimes.settle(tree);
        Path[] open = new Path[tree.size()];
        for (int row = 0; row < tree.size(); row++) {
            Path parent = tree.parent(row) < 0 ? top : open[tree.parent(row)];
            open[row] = parent == null || tree.depth(row) >= MAX_DEPTH ? null : child(parent, tree.span(row));
        }
        traces++;
    }

    /** The path of a span below another, with the span added; null if there is no room for more paths. */
    private Path child(Path parent, Span span) {
        Path path = parent.children.get(key(span));
        if (path == null) {
            if (paths == MAX_PATHS) {
                cut = true;
                return null;
            }
            paths++;
            path = new Path(span.service, span.name);
            parent.children.put(key(span), path);
        }
        path.calls++;
        path.errors += span.isError() ? 1 : 0;
        path.totalNanos += span.durationNanos();
        path.selfNanos += span.selfNanos;
        if (parent == top) {
            top.totalNanos += span.durationNanos();
        }
        return path;
    }

    private static long key(Span span) {
        return (long) span.service << 32 | span.name;
    }

    /** Writes paths parents first: depth, service, name, calls, errors, total, self. */
    JsonWriter write(JsonWriter json) {
        json.field("traces", traces).key("total").decimal(top.totalNanos);
        json.key("paths").array();
        writeChildren(json, top, 0);
        return json.endArray().field("cut", cut);
    }

    private void writeChildren(JsonWriter json, Path parent, int depth) {
        List<Path> children = new ArrayList<>(parent.children.values());
        children.sort(Comparator.comparingDouble((Path path) -> path.totalNanos).reversed());
        for (Path path : children) {
            if (path.totalNanos < top.totalNanos * MIN_PART || written == MAX_WRITTEN) {
                cut |= written == MAX_WRITTEN;
                return; // those that follow are smaller still
            }
            written++;
            json.array().value(depth).value(TraceList.cut(dictionary.text(path.service)));
            json.value(TraceList.cut(dictionary.text(path.name)))
                    .value(path.calls)
                    .value(path.errors);
            json.decimal(path.totalNanos).decimal(path.selfNanos).endArray();
            writeChildren(json, path, depth + 1); // at most MAX_DEPTH deep
        }
    }
}
