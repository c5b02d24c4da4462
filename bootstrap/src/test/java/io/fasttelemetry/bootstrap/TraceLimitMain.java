/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.bootstrap;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A trace of twelve spans where five are allowed, in a class loader without test libraries. */
final class TraceLimitMain {
    private TraceLimitMain() {}

    static String run() {
        Sampling.maxSpansPerTrace(5);
        SpanCollector collector = new SpanCollector(1 << 20, 1 << 30, 1);
        Tracer.install(collector, 1, 2);
        ThreadState state = new ThreadState(collector.sharedBuffer(0), Thread.currentThread(), false);
        span(state, 1, () -> {
            span(state, 2, () -> span(state, 3, () -> {}));
            span(state, 4, () -> {});
            span(state, 5, () -> span(state, 6, () -> span(state, 7, () -> {})));
            for (int i = 8; i < 13; i++) {
                span(state, i, () -> {});
            }
        });
        List<Integer> kept = new ArrayList<>();
        Set<Long> ids = new HashSet<>();
        List<Long> parents = new ArrayList<>();
        collector.drainTo(
                (records, offset, thrown, name) -> {
                    kept.add(SpanLayout.operationId(records[offset + SpanLayout.DESCRIPTOR]));
                    ids.add(records[offset + SpanLayout.SPAN_ID]);
                    parents.add(records[offset + SpanLayout.PARENT_SPAN_ID]);
                },
                Integer.MAX_VALUE);
        parents.removeIf(parent -> parent == 0 || ids.contains(parent));
        SpanCollectorCounts counts = collector.counts();
        return "kept " + kept + ", orphans " + parents.size() + ", left out "
                + counts.leftOutCount(SpanCollectorCounts.TRACE_FULL) + ", started " + counts.startedCount
                + ", errors " + counts.errorCount;
    }

    private static void span(ThreadState thread, int operationId, Runnable body) {
        ThreadState state = thread.begin();
        long parent = state.parentSpanId;
        long span = state.spanId;
        long start = state.startNanos;
        body.run();
        state.spanId = parent;
        if (operationId % 2 == 0) {
            ThreadState.exit(state, operationId, span, parent, start, null);
        } else {
            ThreadState.exitWithValues(state, operationId, span, parent, start, null);
        }
    }
}
