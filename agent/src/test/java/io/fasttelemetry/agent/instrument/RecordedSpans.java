/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.instrument;

import io.fasttelemetry.agent.export.CapturedReader;
import io.fasttelemetry.bootstrap.Operation;
import io.fasttelemetry.bootstrap.Operations;
import io.fasttelemetry.bootstrap.SpanCollector;
import io.fasttelemetry.bootstrap.SpanLayout;
import io.fasttelemetry.bootstrap.Tracer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;

/** What a piece of code returned or threw, and the spans it recorded, in the order in which they ended. */
final class RecordedSpans {
    /** One span; ids are those of the run. */
    record Recorded(
            String function,
            long traceId,
            long spanId,
            long parentId,
            Throwable thrown,
            Map<String, Object> attributes,
            int leftOut) {}

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
        CapturedReader values = new CapturedReader();
        collector.drainTo(
                (records, offset, thrown, threadName) -> {
                    Operation operation =
                            Operations.get(SpanLayout.operationId(records[offset + SpanLayout.DESCRIPTOR]));
                    values.start(records, offset);
                    run.spans.add(new Recorded(
                            operation.functionName,
                            records[offset + SpanLayout.TRACE_ID_LOW],
                            records[offset + SpanLayout.SPAN_ID],
                            records[offset + SpanLayout.PARENT_SPAN_ID],
                            thrown == null ? null : thrown.throwable(),
                            attributes(values, operation),
                            values.leftOutCount()));
                },
                Integer.MAX_VALUE);
        return run;
    }

    private static Map<String, Object> attributes(CapturedReader values, Operation operation) {
        Map<String, Object> attributes = new TreeMap<>();
        while (values.next()) {
            Object value = switch (values.type()) {
                case SpanLayout.TEXT_VALUE -> values.text().toString();
                case SpanLayout.LONG_VALUE -> values.longValue();
                case SpanLayout.DOUBLE_VALUE -> values.doubleValue();
                case SpanLayout.BOOLEAN_VALUE -> values.booleanValue();
                case SpanLayout.TEXT_ARRAY -> List.of(values.texts());
                case SpanLayout.LONG_ARRAY -> Arrays.toString(values.longs());
                case SpanLayout.DOUBLE_ARRAY -> Arrays.toString(values.doubles());
                default -> Arrays.toString(values.booleans());
            };
            attributes.put(operation.attributeKey(values.index()), value);
        }
        return attributes;
    }

    List<String> functions() {
        return spans.stream().map(Recorded::function).toList();
    }
}
