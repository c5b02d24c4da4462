/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.view;

/**
 * Self time: the part of a span's duration during which no child of it ran. Children that overlap count once; what of a
 * child lies outside of its parent does not count.
 */
final class SelfTimes {
    private SelfTimes() {}

    /** Sets the self times of a trace that has got spans since. Threads that do so at once write the same values. */
    static void settle(Trace trace) {
        if (!trace.isSettled()) {
            int size = trace.size();
            if (size == 1) {
                trace.span(0).selfNanos = trace.span(0).durationNanos();
            } else {
                settle(TraceTree.of(trace));
            }
            trace.settle(size);
        }
    }

    static void settle(TraceTree tree) {
        int size = tree.size();
        long[] self = new long[size];
        long[] coveredUntil = new long[size];
        for (int row = 0; row < size; row++) {
            Span span = tree.span(row);
            self[row] = span.durationNanos();
            coveredUntil[row] = span.startNanos;
            int parent = tree.parent(row);
            if (parent >= 0) { // children come in order of their start
                long from = Math.max(span.startNanos, coveredUntil[parent]);
                long to = Math.min(span.endNanos, tree.span(parent).endNanos);
                if (to > from) {
                    self[parent] -= to - from;
                    coveredUntil[parent] = to;
                }
            }
        }
        for (int row = 0; row < size; row++) {
            tree.span(row).selfNanos = self[row];
        }
    }
}
