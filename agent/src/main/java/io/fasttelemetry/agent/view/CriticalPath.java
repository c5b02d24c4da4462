/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.view;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The critical path: the times at which a span itself, and no other, held up the end of its trace. Followed backwards
 * from the end of the longest span at the top: at each moment the child that ended last is what its parent waited for,
 * and where there is none the parent itself was at work. A child that outlives its parent did not hold it up, unless
 * the two are of different services, whose clocks may differ.
 */
final class CriticalPath {
    private static final long[] NONE = {};

    private final TraceTree tree;
    /** Begin and end of the parts of each row in turn, latest first. */
    private final long[][] parts;

    /** Rows to be followed, with the time span within which each is on the path. */
    private final List<long[]> open = new ArrayList<>();

    private CriticalPath(TraceTree tree) {
        this.tree = tree;
        parts = new long[tree.size()][];
        Arrays.fill(parts, NONE);
    }

    /** Computes the parts of each row: begin and end in nanoseconds since 1970, in turn, latest first. */
    static long[][] of(TraceTree tree) {
        CriticalPath path = new CriticalPath(tree);
        int longest = -1;
        for (int row = 0; row < tree.size(); row = tree.end(row)) {
            if (longest < 0
                    || tree.span(row).durationNanos() > tree.span(longest).durationNanos()) {
                longest = row;
            }
        }
        if (longest >= 0) {
            Span top = tree.span(longest);
            path.open.add(new long[] {longest, top.startNanos, top.endNanos});
        }
        while (!path.open.isEmpty()) {
            long[] next = path.open.remove(path.open.size() - 1);
            path.follow((int) next[0], next[1], next[2]);
        }
        return path.parts;
    }

    private void follow(int row, long from, long to) {
        List<Integer> children = new ArrayList<>();
        for (int child = row + 1; child < tree.end(row); child = tree.end(child)) {
            if (heldUp(tree.span(row), tree.span(child))) {
                children.add(child);
            }
        }
        children.sort(Comparator.comparingLong((Integer child) -> tree.span(child).endNanos)
                .reversed());
        long cursor = to;
        for (int child : children) {
            long begin = Math.max(tree.span(child).startNanos, from);
            long end = Math.min(tree.span(child).endNanos, to);
            if (end <= cursor && begin < end) {
                add(row, end, cursor);
                open.add(new long[] {child, begin, end});
                cursor = begin;
            }
        }
        add(row, from, cursor);
    }

    private static boolean heldUp(Span parent, Span child) {
        return child.endNanos <= parent.endNanos || child.service != parent.service;
    }

    private void add(int row, long begin, long end) {
        if (end > begin) {
            long[] old = parts[row];
            long[] longer = Arrays.copyOf(old, old.length + 2);
            longer[old.length] = begin;
            longer[old.length + 1] = end;
            parts[row] = longer;
        }
    }
}
