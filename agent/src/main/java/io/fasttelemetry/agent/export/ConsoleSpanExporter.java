/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export;

import io.fasttelemetry.agent.config.RedactedNames;
import io.fasttelemetry.agent.export.counts.DropReason;
import io.fasttelemetry.agent.export.counts.ExportCounters;
import io.fasttelemetry.bootstrap.SpanLayout;
import io.fasttelemetry.bootstrap.ThrownRecord;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;

/**
 * The exporter "console": prints each trace as a tree on standard output once its root has ended. Owned by the export
 * thread.
 *
 * <pre>
 *   14:03:07.123Z  4bf92f3577b34da6a3ce929d0e0e4736  [pool-1-thread-2]
 *   OrderService.place  12.400 ms  order.id=4711
 *     Inventory.reserve  3.100 ms
 *     PriceCalculator.priceOf × 12, 0.031 ms
 *     Mailer.send  0.200 ms  ! com.acme.shop.MailException: no such host
 * </pre>
 *
 * <p>Children end before their parents, so a trace is complete when a span without parent arrives. What is complete is
 * printed by the next flush, in the order in which the traces began. At most {@value #MAX_OPEN_SPANS} spans are kept,
 * with at most {@link #MAX_OPEN_CHARS} characters of attributes and exceptions' texts; beyond that complete traces are
 * printed at once, and if open ones alone are too many, these as they are.
 */
public final class ConsoleSpanExporter implements SpanExporter {
    private static final int MAX_OPEN_SPANS = 100_000;
    private static final int MAX_TEXT_CHARS = 1 << 20;

    /** Four million, or a 32nd of a small heap. */
    static final int MAX_OPEN_CHARS =
            (int) Math.min(4 << 20, Runtime.getRuntime().maxMemory() >> 5);

    private final Map<Long, ConsoleTrace> openTraces = new HashMap<>();
    private final ArrayList<ConsoleTrace> complete = new ArrayList<>();
    private final StringBuilder out = new StringBuilder();
    private final ExportCounters counters;
    private final ThrownTexts texts = new ThrownTexts();
    private final ConsoleAttributes attributes;
    private int keptCount;
    /** Spans in {@link #out}. */
    private long textSpanCount;

    private long keptChars;

    public ConsoleSpanExporter(ExportCounters counters, RedactedNames redacted) {
        this.counters = counters;
        this.attributes = new ConsoleAttributes(redacted);
    }

    @Override
    public void visit(long[] records, int offset, ThrownRecord thrown, String threadName) {
        try {
            add(records, offset, thrown, threadName);
        } catch (Throwable t) {
            counters.dropped(DropReason.ERROR, 1);
            throw t;
        }
        if (isOverLimit()) {
            flush();
            if (isOverLimit()) {
                deliverNow();
            }
        }
    }

    /** Whatever can fail when memory is short comes before the span counts as kept. */
    private void add(long[] records, int offset, ThrownRecord thrown, String threadName) {
        long traceIdLow = records[offset + SpanLayout.TRACE_ID_LOW];
        String error = thrown == null ? null : describe(thrown);
        String values = attributes.text(records, offset);
        ConsoleTrace known = openTraces.get(traceIdLow);
        ConsoleTrace trace =
                known == null ? new ConsoleTrace(records[offset + SpanLayout.TRACE_ID_HIGH], traceIdLow) : known;
        boolean isComplete = records[offset + SpanLayout.PARENT_SPAN_ID] == 0;
        if (isComplete) {
            complete.ensureCapacity(complete.size() + 1);
        }
        trace.add(records, offset, values, error, threadName);
        if (known == null && !isComplete) {
            openTraces.put(traceIdLow, trace); // not before it has a span
        }
        keptCount++;
        keptChars += values.length() + (error == null ? 0 : error.length());
        if (isComplete) {
            openTraces.remove(traceIdLow);
            complete.add(trace);
        }
    }

    private boolean isOverLimit() {
        return keptCount > MAX_OPEN_SPANS || keptChars > MAX_OPEN_CHARS;
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

    /** Prints the complete traces. If that fails, the next flush goes on behind the trace at which it failed. */
    @Override
    public void flush() {
        complete.sort(null);
        Collections.reverse(complete); // taken from its end, so that none is printed twice
        while (!complete.isEmpty()) {
            ConsoleTrace trace = complete.remove(complete.size() - 1);
            keptCount -= trace.spanCount();
            keptChars -= trace.textChars();
            append(trace);
            if (out.length() > MAX_TEXT_CHARS) {
                print();
            }
        }
        print();
    }

    private void append(ConsoleTrace trace) {
        int mark = out.length();
        try {
            trace.appendTo(out);
            textSpanCount += trace.spanCount();
        } catch (Throwable t) {
            out.setLength(mark);
            counters.dropped(DropReason.ERROR, trace.spanCount());
            throw t;
        }
    }

    /** Gives the text away even if the application's stream throws: it would pile up behind one that always does. */
    private void print() {
        if (textSpanCount > 0) {
            boolean printed = false;
            try {
                System.out.print(out);
                System.out.flush();
                printed = true;
            } finally {
                if (printed) {
                    counters.exported(textSpanCount);
                } else {
                    counters.dropped(DropReason.ERROR, textSpanCount);
                }
                textSpanCount = 0;
                out.setLength(0);
            }
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
        return keptCount + textSpanCount;
    }
}
