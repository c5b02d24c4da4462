/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export;

import io.fasttelemetry.agent.log.Printable;
import io.fasttelemetry.bootstrap.Operations;
import io.fasttelemetry.bootstrap.SpanClock;
import io.fasttelemetry.bootstrap.SpanLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Spans of one trace, and their text: a line with the time of day (UTC) at which the trace began, its id and its
 * thread, and below it a tree. Consecutive siblings that have the same name, no children, attributes or exception are
 * one line, with their number and the sum of their durations. After {@value #MAX_LINES} lines only the number of
 * further spans is printed. Compares by the time at which traces began. Not thread-safe.
 */
final class ConsoleTrace implements Comparable<ConsoleTrace> {
    static final int MAX_LINES = 200;

    /** Max levels of indentation: without it, the text of a deep recursion would grow with the square of the depth. */
    private static final int MAX_INDENT = 100;

    private static final long NANOS_PER_DAY = 86_400_000_000_000L;
    private static final String DIGITS = "0123456789abcdef";

    private final long traceIdHigh;
    private final long traceIdLow;
    private final List<Node> nodes = new ArrayList<>();
    private long startEpochNanos = Long.MAX_VALUE;
    private String threadName;
    private long textChars;

    ConsoleTrace(long traceIdHigh, long traceIdLow) {
        this.traceIdHigh = traceIdHigh;
        this.traceIdLow = traceIdLow;
    }

    /**
     * @param values text of the captured attributes, or empty
     * @param error what ended the span, or null
     */
    void add(long[] records, int offset, String values, String error, String thread) {
        Node node = new Node(records, offset, values, error);
        nodes.add(node);
        textChars += values.length() + (error == null ? 0 : error.length());
        int anchor = SpanLayout.anchor(records[offset + SpanLayout.DESCRIPTOR]);
        long epochNanos = node.startNanos + SpanClock.offsetNanos(anchor);
        if (epochNanos <= startEpochNanos) {
            startEpochNanos = epochNanos;
            threadName = thread;
        }
    }

    int spanCount() {
        return nodes.size();
    }

    /** Characters of all attributes and errors that are kept. */
    long textChars() {
        return textChars;
    }

    @Override
    public int compareTo(ConsoleTrace other) {
        return Long.compare(startEpochNanos, other.startEpochNanos);
    }

    void appendTo(StringBuilder out) {
        appendTime(out);
        out.append("  ");
        appendHex(out, traceIdHigh);
        appendHex(out, traceIdLow);
        if (!threadName.isEmpty()) {
            out.append("  [");
            Printable.append(out, threadName);
            out.append(']');
        }
        out.append('\n');
        appendTree(out);
    }

    /** Appends the tree without recursion: a trace can be as deep as the application's stack. */
    private void appendTree(StringBuilder out) {
        List<Node> stack = new ArrayList<>();
        push(stack, tops(), 0);
        int lineCount = 0;
        int printedCount = 0;
        while (!stack.isEmpty() && lineCount < MAX_LINES) {
            Node node = stack.remove(stack.size() - 1);
            node.appendTo(out);
            lineCount++;
            printedCount += node.foldedCount;
            push(stack, node.children, node.depth + 1);
        }
        int left = nodes.size() - printedCount;
        if (left > 0) {
            out.append("\u2026 ").append(left).append(left == 1 ? " more span\n" : " more spans\n");
        }
    }

    /** Puts each span below its parent, and returns those whose parent is not in this trace. */
    private List<Node> tops() {
        Map<Long, Node> byId = new HashMap<>();
        for (Node node : nodes) {
            byId.put(node.spanId, node);
        }
        List<Node> tops = new ArrayList<>();
        for (Node node : nodes) {
            Node parent = byId.get(node.parentId);
            (parent == null ? tops : parent.children).add(node);
        }
        return tops;
    }

    /** Pushes siblings, folded, so that the first one is on top. */
    private static void push(List<Node> stack, List<Node> siblings, int depth) {
        siblings.sort(null);
        List<Node> folded = new ArrayList<>(siblings.size());
        for (Node node : siblings) {
            node.depth = depth;
            if (folded.isEmpty() || !folded.get(folded.size() - 1).fold(node)) {
                folded.add(node);
            }
        }
        for (int i = folded.size() - 1; i >= 0; i--) {
            stack.add(folded.get(i));
        }
    }

    /** Appends hours to milliseconds, by arithmetic: the JDK's formatting would load the time zones. */
    private void appendTime(StringBuilder out) {
        long millis = Math.floorMod(startEpochNanos, NANOS_PER_DAY) / 1_000_000L;
        appendNumber(out, millis / 3_600_000L, 2);
        out.append(':');
        appendNumber(out, millis / 60_000L % 60, 2);
        out.append(':');
        appendNumber(out, millis / 1_000L % 60, 2);
        out.append('.');
        appendNumber(out, millis % 1_000L, 3);
        out.append('Z');
    }

    private static void appendNumber(StringBuilder out, long number, int digits) {
        String text = String.valueOf(number);
        for (int i = text.length(); i < digits; i++) {
            out.append('0');
        }
        out.append(text);
    }

    private static void appendHex(StringBuilder out, long number) {
        for (int shift = 60; shift >= 0; shift -= 4) {
            out.append(DIGITS.charAt((int) (number >>> shift) & 15));
        }
    }

    private static final class Node implements Comparable<Node> {
        final long spanId;
        final long parentId;
        final long startNanos;
        final List<Node> children = new ArrayList<>(2);
        int depth;
        int foldedCount = 1;
        private long durationNanos;
        private final String name;
        private final String values;
        private final String error;

        Node(long[] records, int offset, String values, String error) {
            spanId = records[offset + SpanLayout.SPAN_ID];
            parentId = records[offset + SpanLayout.PARENT_SPAN_ID];
            startNanos = records[offset + SpanLayout.START_NANOS];
            durationNanos = records[offset + SpanLayout.END_NANOS] - startNanos;
            name = Operations.get(SpanLayout.operationId(records[offset + SpanLayout.DESCRIPTOR])).spanName;
            this.values = values;
            this.error = error;
        }

        @Override
        public int compareTo(Node other) {
            return Long.signum(startNanos - other.startNanos);
        }

        /** Takes the next sibling into this line if both have the same name and nothing else to show. */
        boolean fold(Node next) {
            boolean alike = isPlain() && next.isPlain() && name.equals(next.name);
            if (alike) {
                foldedCount++;
                durationNanos += next.durationNanos;
            }
            return alike;
        }

        private boolean isPlain() {
            return children.isEmpty() && error == null && values.isEmpty();
        }

        void appendTo(StringBuilder out) {
            for (int i = 0; i < Math.min(depth, MAX_INDENT); i++) {
                out.append("  ");
            }
            Printable.append(out, name);
            if (foldedCount > 1) {
                out.append(" \u00d7 ").append(foldedCount).append(", ");
            } else {
                out.append("  ");
            }
            long micros = (durationNanos + 500) / 1000; // three places, so that microseconds show
            out.append(micros / 1000).append('.');
            appendNumber(out, micros % 1000, 3);
            out.append(" ms");
            if (!values.isEmpty()) {
                out.append("  ").append(values);
            }
            if (error != null) {
                out.append("  ! ");
                Printable.append(out, error);
            }
            out.append('\n');
        }
    }
}
