/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Whole traces, as woven code records them, against the consumer; the limit moves meanwhile.
 * {@code -Dstress.millis=60000} makes it longer.
 */
class TraceStressTest {
    private static final long DURATION_NANOS = Long.getLong("stress.millis", 2000) * 500_000L;

    /** Children of each root: the operation id says which one it is, the root's is one more. */
    private static final int CHILDREN = 3;

    /** What the last record of a trace was. */
    private record Last(int operationId, long threadId, long parentSpanId, long startNanos, long endNanos) {}

    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    /** By trace, until its root comes. */
    private final Map<Long, Last> lasts = new HashMap<>();

    private long gapCount;

    @AfterEach
    void keepAll() {
        Sampling.keepRatio(1);
    }

    @ParameterizedTest
    @CsvSource({"3, 4000, 1", "3, 6, 0.5"})
    void traces_arriveInOrderAndGapsAreCountedDrops(int producers, int chunks, double ratio) {
        SpanCollector collector = new SpanCollector((long) chunks * SpanChunk.BYTES, 256, 1);
        Sampling.keepRatio(ratio);
        Tracer.install(collector, 3, 4);
        int suppressedBefore = ThreadState.errorCount;
        AtomicBoolean done = new AtomicBoolean();
        Thread consumer = Threads.start(() -> consume(collector, (long) chunks * SpanChunk.BYTES, done), 0);
        long deadline = System.nanoTime() + DURATION_NANOS;

        Threads.inFresh(
                producers,
                index -> {
                    while (System.nanoTime() - deadline < 0) {
                        // each thread ends in the middle of a chunk, with spans not yet drained
                        Threads.inFresh(() -> trace(1000 + 77 * index));
                    }
                },
                0);
        done.set(true);
        collector.wake();
        Threads.join(consumer);

        assertThat(failure.get()).isNull();
        SpanCollectorCounts stats = collector.counts();
        assertThat(stats.pendingCount).isZero();
        assertThat(stats.startedCount).isGreaterThan(1000);
        assertThat(ThreadState.errorCount).isEqualTo(suppressedBefore);
        assertThat(stats.drainedCount + stats.queueFullCount + stats.sampledOutCount + stats.loadShedCount)
                .isEqualTo(stats.startedCount);
        lasts.values().forEach(last -> gapCount += CHILDREN - last.operationId);
        assertThat(gapCount % (CHILDREN + 1)).isEqualTo(stats.queueFullCount % (CHILDREN + 1));
        assertThat(gapCount).isLessThanOrEqualTo(stats.queueFullCount);
        assertThat(stats.sampledOutCount > 0).isEqualTo(ratio < 1);
        assertThat(collector.lentChunkCount()).isLessThanOrEqualTo(1); // the shared buffer's
    }

    private static void trace(int count) {
        for (int i = 0; i < count; i++) {
            Woven.run(CHILDREN, () -> {
                for (int child = 0; child < CHILDREN; child++) {
                    Woven.run(child, () -> {});
                }
            });
        }
    }

    private void consume(SpanCollector collector, long budgetBytes, AtomicBoolean done) {
        try {
            int round = 0;
            for (boolean last = false; !last; ) {
                last = done.get();
                collector.limitBytes(budgetBytes >> (round++ & 3));
                collector.resetMarks();
                while (collector.drainTo(this::visit, 700) == 700) {
                    last = false;
                }
                if (!last) {
                    collector.await(1_000_000);
                }
            }
        } catch (Throwable t) {
            failure.set(t);
        }
    }

    private void visit(long[] records, int offset, ThrownRecord thrown, String threadName) {
        Span span = Span.read(records, offset, thrown, threadName);
        int id = span.operationId();
        Last last = new Last(id, span.threadId(), span.parentSpanId(), span.startNanos(), span.endNanos());
        boolean root = id == CHILDREN;
        Last before = root ? lasts.remove(span.traceIdHigh()) : lasts.put(span.traceIdHigh(), last);
        check(root == (span.parentSpanId() == 0), "root or child", span);
        check(span.startNanos() <= span.endNanos(), "start and end", span);
        if (before != null) {
            check(before.threadId == span.threadId(), "one thread", span);
            check(before.operationId < id, "order", span);
            check(before.parentSpanId == (root ? span.spanId() : span.parentSpanId()), "one parent", span);
            check(before.endNanos <= (root ? span.endNanos() : span.startNanos()), "one after the other", span);
            check(!root || before.startNanos >= span.startNanos(), "within the root", span);
            gapCount += id - before.operationId - 1;
        } else {
            gapCount += id;
        }
    }

    private static void check(boolean good, String what, Span span) {
        if (!good) {
            throw new AssertionError(what + ": " + span);
        }
    }
}
