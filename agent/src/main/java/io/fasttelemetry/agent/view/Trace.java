/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.view;

import java.util.Arrays;

/** The spans of one trace, in the order of their arrival. Changed under the store's write lock only. */
final class Trace {
    /** From this number of spans on, a hash table finds a span by its id; up to it, looking at each is as fast. */
    private static final int INDEXED = 16;

    private final TraceId id;
    private Span[] spans = new Span[2];
    private int size;
    private SpanIndex index;
    private Span root;
    private long startNanos = Long.MAX_VALUE;
    private long endNanos = Long.MIN_VALUE;
    private int errors;
    /** How many spans the self times were computed with. */
    private volatile int settled;

    Trace(TraceId id) {
        this.id = id;
    }

    TraceId id() {
        return id;
    }

    int size() {
        return size;
    }

    Span span(int place) {
        return spans[place];
    }

    /** The place of the span with this id, or -1. */
    int find(long spanId) {
        if (index != null) {
            return spanId == 0 ? -1 : index.find(spanId);
        }
        for (int i = 0; i < size; i++) {
            if (spans[i].id == spanId) {
                return i;
            }
        }
        return -1;
    }

    /** Adds a span whose id is not in this trace. */
    void add(Span span) {
        if (size == spans.length) {
            spans = Arrays.copyOf(spans, size < 8 ? size * 2 : size + (size >> 1));
        }
        spans[size] = span;
        if (index != null) {
            index.put(span.id, size);
        }
        size++;
        if (size == INDEXED) {
            index = new SpanIndex(size);
            for (int i = 0; i < size; i++) {
                index.put(spans[i].id, i);
            }
        }
        startNanos = Math.min(startNanos, span.startNanos);
        endNanos = Math.max(endNanos, span.endNanos);
        errors += span.isError() ? 1 : 0;
        if (root == null || isBetterRoot(span, root)) {
            root = span;
        }
    }

    /** A span without a parent stands for the trace; among several, and if there is none, the earliest one does. */
    private static boolean isBetterRoot(Span span, Span root) {
        boolean top = span.parentId == 0;
        boolean rootTop = root.parentId == 0;
        return top == rootTop ? span.startNanos < root.startNanos : top;
    }

    /** The span that stands for the trace; never null in the store. */
    Span root() {
        return root;
    }

    /** Whether the span without a parent has arrived. */
    boolean hasRoot() {
        return root.parentId == 0;
    }

    long startNanos() {
        return startNanos;
    }

    long durationNanos() {
        return endNanos - startNanos;
    }

    int errors() {
        return errors;
    }

    boolean isSettled() {
        return settled == size;
    }

    /** Says that the self times of that many spans are right. */
    void settle(int count) {
        settled = count;
    }

    /** Approximate bytes of memory, without those of the spans. */
    static int weight() {
        return 200;
    }
}
