/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.view;

import java.util.Arrays;
import java.util.Comparator;

/**
 * The spans of a trace as rows, parents before children and children in order of their start. A span whose parent is
 * not there is at the top; so is the earliest span of a cycle. Nothing recurses: a trace may be as deep as it is large.
 * Immutable once built; to be built under the store's read lock.
 */
final class TraceTree {
    private final Span[] rows;
    private final int[] parents;
    private final int[] depths;
    private final int[] ends;

    private TraceTree(int size) {
        rows = new Span[size];
        parents = new int[size];
        depths = new int[size];
        ends = new int[size];
    }

    static TraceTree of(Trace trace) {
        return new Builder(trace).build();
    }

    int size() {
        return rows.length;
    }

    Span span(int row) {
        return rows[row];
    }

    /** The row of the parent, or -1. */
    int parent(int row) {
        return parents[row];
    }

    int depth(int row) {
        return depths[row];
    }

    /** The first row after this one that is not below it. The first child of a row is the next row, if below. */
    int end(int row) {
        return ends[row];
    }

    private static final class Builder {
        private final Trace trace;
        private final int size;
        private final Integer[] byStart;
        private final int[] firstChild;
        private final int[] nextSibling;
        private final boolean[] placed;
        private final int[] stack;
        private final int[] rowOf;
        private final TraceTree tree;
        private int next;

        Builder(Trace trace) {
            this.trace = trace;
            size = trace.size();
            byStart = new Integer[size];
            firstChild = filled(size);
            nextSibling = filled(size);
            placed = new boolean[size];
            stack = new int[size];
            rowOf = filled(size);
            tree = new TraceTree(size);
        }

        private static int[] filled(int size) {
            int[] array = new int[size];
            Arrays.fill(array, -1);
            return array;
        }

        TraceTree build() {
            for (int i = 0; i < size; i++) {
                byStart[i] = i;
            }
            Arrays.sort(
                    byStart,
                    Comparator.comparingLong((Integer place) -> trace.span(place).startNanos)
                            .thenComparing(place -> -trace.span(place).durationNanos()));
            int[] parent = new int[size];
            for (int i = size - 1; i >= 0; i--) {
                int place = byStart[i];
                Span span = trace.span(place);
                parent[place] = span.parentId == 0 || span.parentId == span.id ? -1 : trace.find(span.parentId);
                if (parent[place] >= 0) {
                    nextSibling[place] = firstChild[parent[place]];
                    firstChild[parent[place]] = place;
                }
            }
            for (int place : byStart) {
                if (parent[place] < 0) {
                    placeBelow(place);
                }
            }
            for (int place : byStart) {
                placeBelow(place); // what is left is in a cycle, or below one
            }
            int[] open = stack;
            int depth = 0;
            for (int row = 0; row < size; row++) {
                for (; depth > tree.depths[row]; depth--) {
                    tree.ends[open[depth - 1]] = row;
                }
                open[depth++] = row;
            }
            for (; depth > 0; depth--) {
                tree.ends[open[depth - 1]] = size;
            }
            return tree;
        }

        /** Makes rows of a span and of all below it that have none. */
        private void placeBelow(int top) {
            if (placed[top]) {
                return;
            }
            int depth = 0;
            place(top, -1, 0);
            stack[0] = top;
            while (depth >= 0) {
                int child = firstChild[stack[depth]];
                while (child >= 0 && placed[child]) {
                    child = nextSibling[child];
                }
                if (child < 0) {
                    depth--;
                } else {
                    firstChild[stack[depth]] = nextSibling[child];
                    place(child, rowOf[stack[depth]], depth + 1);
                    stack[++depth] = child;
                }
            }
        }

        private void place(int place, int parentRow, int depth) {
            placed[place] = true;
            rowOf[place] = next;
            tree.rows[next] = trace.span(place);
            tree.parents[next] = parentRow;
            tree.depths[next] = depth;
            next++;
        }
    }
}
