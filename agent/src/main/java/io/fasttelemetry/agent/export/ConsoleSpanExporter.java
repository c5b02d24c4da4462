/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export;

import io.fasttelemetry.agent.export.counts.ExportCounters;
import io.fasttelemetry.agent.log.Printable;
import io.fasttelemetry.bootstrap.Operations;
import io.fasttelemetry.bootstrap.SpanLayout;
import io.fasttelemetry.bootstrap.ThrownRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The exporter "console": prints each trace as a tree on standard output once its root has ended. Owned by the export
 * thread.
 *
 * <pre>
 *   OrderService.place  12.4 ms  [pool-1-thread-2]
 *     Inventory.reserve  3.1 ms
 *     PriceCalculator.total  0.2 ms  ! com.acme.shop.OutOfStock: no more of these
 * </pre>
 *
 * <p>Children end before their parents, so a trace is complete when a span without parent arrives. At most {@value
 * #MAX_OPEN_SPANS} spans wait for their root, with so many characters of exceptions' texts; beyond that the incomplete
 * traces are printed as they are.
 */
public final class ConsoleSpanExporter implements SpanExporter {
    private static final int MAX_OPEN_SPANS = 100_000;
    private static final int MAX_TEXT_CHARS = 1 << 20;

    /** Of the exceptions of spans that wait; a 32nd of a small heap. */
    static final int MAX_OPEN_CHARS =
            (int) Math.min(4 << 20, Runtime.getRuntime().maxMemory() >> 5);

    /** Deeper spans are not moved further to the right: the text of a deep recursion would grow with its square. */
    private static final int MAX_INDENT = 100;

    private final Map<Long, List<Node>> openTraces = new HashMap<>();
    private final StringBuilder out = new StringBuilder();
    private final ExportCounters counters;
    private final ThrownTexts texts = new ThrownTexts();
    private int openCount;
    private long openChars;

    public ConsoleSpanExporter(ExportCounters counters) {
        this.counters = counters;
    }

    @Override
    public void visit(long[] records, int offset, ThrownRecord thrown, String threadName) {
        Node node = new Node(records, offset, thrown == null ? null : describe(thrown), threadName);
        List<Node> trace = openTraces.get(node.traceIdLow);
        if (trace == null) {
            trace = new ArrayList<>();
            openTraces.put(node.traceIdLow, trace);
        }
        trace.add(node);
        openCount++;
        openChars += node.errorChars();
        if (node.parentId == 0) {
            openTraces.remove(node.traceIdLow);
            print(trace);
        } else if (openCount > MAX_OPEN_SPANS || openChars > MAX_OPEN_CHARS) {
            flushIncomplete();
        }
    }

    private String describe(ThrownRecord thrown) {
        texts.read(thrown, false);
        String message = texts.message();
        return message == null ? thrown.type.name : thrown.type.name + ": " + message;
    }

    private void print(List<Node> trace) {
        openCount -= trace.size();
        counters.exported(trace.size());
        Map<Long, Node> byId = new HashMap<>();
        for (Node node : trace) {
            byId.put(node.spanId, node);
            openChars -= node.errorChars();
        }
        List<Node> tops = new ArrayList<>();
        for (Node node : trace) {
            Node parent = byId.get(node.parentId);
            (parent == null ? tops : parent.children).add(node);
        }
        for (Node top : tops) {
            append(top);
        }
    }

    /** Without recursion: a trace can be as deep as the application's stack. */
    private void append(Node top) {
        List<Node> stack = new ArrayList<>();
        stack.add(top);
        while (!stack.isEmpty()) {
            Node node = stack.remove(stack.size() - 1);
            node.appendTo(out);
            if (out.length() > MAX_TEXT_CHARS) {
                flush();
            }
            node.children.sort(null);
            for (int i = node.children.size() - 1; i >= 0; i--) {
                Node child = node.children.get(i);
                child.depth = node.depth + 1;
                stack.add(child);
            }
        }
    }

    private void flushIncomplete() {
        for (List<Node> trace : new ArrayList<>(openTraces.values())) {
            print(trace);
        }
        openTraces.clear();
    }

    @Override
    public boolean hasRoom() {
        return true;
    }

    @Override
    public void flush() {
        if (out.length() > 0) {
            System.out.print(out);
            System.out.flush();
            out.setLength(0);
        }
    }

    @Override
    public void deliver() {}

    @Override
    public void deliverNow() {
        flushIncomplete();
        flush();
    }

    @Override
    public long nanosUntilDue() {
        return Long.MAX_VALUE;
    }

    @Override
    public void finish(long deadlineNanos) {
        deliverNow();
    }

    @Override
    public void cancel() {}

    @Override
    public long queuedCount() {
        return openCount;
    }

    private static final class Node implements Comparable<Node> {
        final long traceIdLow;
        final long spanId;
        final long parentId;
        final List<Node> children = new ArrayList<>(2);
        int depth;
        private final long startNanos;
        private final long durationNanos;
        private final String name;
        private final String threadName;
        private final String error;

        Node(long[] records, int offset, String error, String threadName) {
            traceIdLow = records[offset + SpanLayout.TRACE_ID_LOW];
            spanId = records[offset + SpanLayout.SPAN_ID];
            parentId = records[offset + SpanLayout.PARENT_SPAN_ID];
            startNanos = records[offset + SpanLayout.START_NANOS];
            durationNanos = records[offset + SpanLayout.END_NANOS] - startNanos;
            name = Operations.get(SpanLayout.operationId(records[offset + SpanLayout.DESCRIPTOR])).spanName;
            this.threadName = threadName;
            this.error = error;
        }

        int errorChars() {
            return error == null ? 0 : error.length();
        }

        @Override
        public int compareTo(Node other) {
            return Long.signum(startNanos - other.startNanos);
        }

        void appendTo(StringBuilder out) {
            for (int i = 0; i < Math.min(depth, MAX_INDENT); i++) {
                out.append("  ");
            }
            Printable.append(out, name);
            out.append("  ");
            appendMillis(out, durationNanos);
            if (depth == 0 && !threadName.isEmpty()) {
                out.append("  [");
                Printable.append(out, threadName);
                out.append(']');
            }
            if (error != null) {
                out.append("  ! ");
                Printable.append(out, error);
            }
            out.append('\n');
        }

        /** Three places, so that microseconds show. */
        private static void appendMillis(StringBuilder out, long nanos) {
            long micros = (nanos + 500) / 1000;
            out.append(micros / 1000).append('.');
            String fraction = String.valueOf(micros % 1000);
            for (int i = fraction.length(); i < 3; i++) {
                out.append('0');
            }
            out.append(fraction).append(" ms");
        }
    }
}
