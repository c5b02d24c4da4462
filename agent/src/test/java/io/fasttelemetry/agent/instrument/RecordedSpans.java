/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.instrument;

import io.fasttelemetry.bootstrap.Operations;
import io.fasttelemetry.bootstrap.SpanCollector;
import io.fasttelemetry.bootstrap.SpanLayout;
import io.fasttelemetry.bootstrap.Tracer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** What a piece of code returned or threw, and the spans it recorded, in the order in which they ended. */
final class RecordedSpans {
    /** One span; ids are those of the run. */
    record Recorded(String function, long traceId, long spanId, long parentId, Throwable thrown) {}

    final List<Recorded> spans = new ArrayList<>();
    Object result;
    Throwable thrown;

    static RecordedSpans of(Callable<Object> code) throws InterruptedException {
        RecordedSpans run = new RecordedSpans();
        SpanCollector collector = new SpanCollector(16 << 20, Integer.MAX_VALUE, 2);
        Tracer.install(collector, 17, 19);
        Thread thread = new Thread(() -> {
            try {
                run.result = code.call();
            } catch (Throwable t) {
                run.thrown = t;
            }
        });
        thread.start();
        thread.join();
        collector.drainTo(
                (records, offset, thrown, threadName) -> run.spans.add(new Recorded(
                        Operations.get(SpanLayout.operationId(records[offset + SpanLayout.DESCRIPTOR])).functionName,
                        records[offset + SpanLayout.TRACE_ID_LOW],
                        records[offset + SpanLayout.SPAN_ID],
                        records[offset + SpanLayout.PARENT_SPAN_ID],
                        thrown == null ? null : thrown.throwable())),
                Integer.MAX_VALUE);
        return run;
    }

    List<String> functions() {
        return spans.stream().map(Recorded::function).toList();
    }
}
