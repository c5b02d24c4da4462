/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export;

import io.fasttelemetry.agent.export.counts.ExportCounters;
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
 *   14:03:07.123Z  4bf92f3577b34da6a3ce929d0e0e4736  [pool-1-thread-2]
 *   OrderService.place  12.400 ms
 *     Inventory.reserve  3.100 ms
 *     PriceCalculator.priceOf × 12, 0.031 ms
 *     Mailer.send  0.200 ms  ! com.acme.shop.MailException: no such host
 * </pre>
 *
 * <p>Children end before their parents, so a trace is complete when a span without parent arrives. What is complete is
 * printed by the next flush, in the order in which the traces began. At most {@value #MAX_OPEN_SPANS} spans are kept,
 * with at most {@link #MAX_OPEN_CHARS} characters of exceptions' texts; beyond that all traces are printed as they
 * are.
 */
public final class ConsoleSpanExporter implements SpanExporter {
    private static final int MAX_OPEN_SPANS = 100_000;
    private static final int MAX_TEXT_CHARS = 1 << 20;

    /** Four million, or a 32nd of a small heap. */
    static final int MAX_OPEN_CHARS =
            (int) Math.min(4 << 20, Runtime.getRuntime().maxMemory() >> 5);

    private final Map<Long, ConsoleTrace> openTraces = new HashMap<>();
    private final List<ConsoleTrace> complete = new ArrayList<>();
    private final StringBuilder out = new StringBuilder();
    private final ExportCounters counters;
    private final ThrownTexts texts = new ThrownTexts();
    private int keptCount;
    private long keptChars;

    public ConsoleSpanExporter(ExportCounters counters) {
        this.counters = counters;
    }

    @Override
    public void visit(long[] records, int offset, ThrownRecord thrown, String threadName) {
        long traceIdLow = records[offset + SpanLayout.TRACE_ID_LOW];
        ConsoleTrace trace = openTraces.get(traceIdLow);
        if (trace == null) {
            trace = new ConsoleTrace(records[offset + SpanLayout.TRACE_ID_HIGH], traceIdLow);
            openTraces.put(traceIdLow, trace);
        }
        String error = thrown == null ? null : describe(thrown);
        trace.add(records, offset, error, threadName);
        keptCount++;
        keptChars += error == null ? 0 : error.length();
        if (records[offset + SpanLayout.PARENT_SPAN_ID] == 0) {
            openTraces.remove(traceIdLow);
            complete.add(trace);
        }
        if (keptCount > MAX_OPEN_SPANS || keptChars > MAX_OPEN_CHARS) {
            deliverNow();
        }
    }

    private String describe(ThrownRecord thrown) {
        texts.read(thrown, false);
        String message = texts.message();
        return message == null ? thrown.type.name : thrown.type.name + ": " + message;
    }

    @Override
    public boolean hasRoom() {
        return true;
    }

    @Override
    public void flush() {
        complete.sort(null);
        for (ConsoleTrace trace : complete) {
            trace.appendTo(out);
            keptCount -= trace.spanCount();
            keptChars -= trace.errorChars();
            counters.exported(trace.spanCount());
            if (out.length() > MAX_TEXT_CHARS) {
                print();
            }
        }
        complete.clear();
        print();
    }

    private void print() {
        if (out.length() > 0) {
            System.out.print(out);
            System.out.flush();
            out.setLength(0);
        }
    }

    @Override
    public void deliver() {}

    /** Prints all that is kept, complete or not. */
    @Override
    public void deliverNow() {
        complete.addAll(openTraces.values());
        openTraces.clear();
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
        return keptCount;
    }
}
