/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.bootstrap;

import java.util.ArrayList;
import java.util.List;

/** A drained span, as values. */
record Span(
        long traceIdHigh,
        long traceIdLow,
        long spanId,
        long parentSpanId,
        long startNanos,
        long endNanos,
        int operationId,
        int anchor,
        int shedLevel,
        long threadId,
        Throwable thrown,
        String thrownType,
        String thrownMessage,
        String threadName) {

    static Span read(long[] records, int offset, ThrownRecord thrown, String threadName) {
        long descriptor = records[offset + SpanLayout.DESCRIPTOR];
        return new Span(
                records[offset + SpanLayout.TRACE_ID_HIGH],
                records[offset + SpanLayout.TRACE_ID_LOW],
                records[offset + SpanLayout.SPAN_ID],
                records[offset + SpanLayout.PARENT_SPAN_ID],
                records[offset + SpanLayout.START_NANOS],
                records[offset + SpanLayout.END_NANOS],
                SpanLayout.operationId(descriptor),
                SpanLayout.anchor(descriptor),
                SpanLayout.shedLevel(descriptor),
                records[offset + SpanLayout.THREAD_ID],
                thrown == null ? null : thrown.throwable(),
                thrown == null ? null : thrown.type.name,
                thrown == null ? null : thrown.message(),
                threadName);
    }

    static List<Span> drain(SpanCollector collector) {
        List<Span> spans = new ArrayList<>();
        collector.drainTo((records, offset, thrown, name) -> spans.add(read(records, offset, thrown, name)), 1 << 30);
        return spans;
    }
}
