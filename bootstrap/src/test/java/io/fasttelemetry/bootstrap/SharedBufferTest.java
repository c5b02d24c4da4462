/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SharedBufferTest {
    private static SpanCollector collector(int chunks) {
        return new SpanCollector((long) chunks * SpanChunk.BYTES, 1 << 30, 4);
    }

    private static ThreadState state(SpanCollector collector, int stripe) {
        return new ThreadState(collector.sharedBuffer(stripe), Thread.currentThread(), false);
    }

    @Test
    void offer_byManyThreadsIsNeitherLostNorDoubledNorTorn() {
        SpanCollector collector = collector(32);
        int threads = 4;
        int perThread = 400_000;
        Map<Long, BitSet> seen = new HashMap<>();
        AtomicBoolean done = new AtomicBoolean();
        Thread consumer = Threads.start(() -> consume(collector, seen, done), 0);

        Threads.inFresh(
                threads,
                index -> {
                    ThreadState state = state(collector, 0);
                    for (int i = 1; i <= perThread; i++) {
                        Marked.offer(state.shared, state, i);
                        if (i % 64 == 0) {
                            Threads.pause();
                        }
                    }
                },
                0);
        done.set(true);
        Threads.join(consumer);

        SpanCollectorCounts stats = collector.counts();
        long distinct = seen.values().stream().mapToLong(BitSet::cardinality).sum();
        assertThat(stats.pendingCount).isZero();
        assertThat(stats.drainedCount).isEqualTo(distinct);
        assertThat(stats.drainedCount + stats.queueFullCount).isEqualTo((long) threads * perThread);
        assertThat(distinct).isGreaterThan(10_000);
        assertThat(collector.lentChunkCount()).isLessThanOrEqualTo(1);
    }

    private static void consume(SpanCollector collector, Map<Long, BitSet> seen, AtomicBoolean done) {
        SpanVisitor visitor = (records, offset, thrown, name) -> {
            long number = Marked.number(records, offset, thrown);
            BitSet numbers = seen.computeIfAbsent(records[offset + SpanLayout.THREAD_ID], id -> new BitSet());
            if (numbers.get((int) number)) {
                throw new AssertionError("twice: " + number);
            }
            numbers.set((int) number);
        };
        for (boolean last = false; !last; ) {
            last = done.get();
            try {
                if (collector.drainTo(visitor, 1000) == 1000) {
                    last = false;
                }
            } catch (AssertionError e) {
                seen.clear(); // shows as a difference between drained and distinct
                throw e;
            }
        }
    }

    @Test
    void offer_dropsWhenThePoolIsEmptyAndRecoversAfterADrain() {
        SpanCollector collector = collector(2);
        ThreadState state = state(collector, 0);
        int room = 2 * SpanChunk.CAPACITY;
        for (int i = 1; i <= room + 50; i++) {
            Marked.offer(state.shared, state, i);
        }
        assertThat(collector.counts().queueFullCount).isEqualTo(50);

        List<Long> numbers = new ArrayList<>();
        SpanVisitor visitor = (records, offset, thrown, name) -> numbers.add(Marked.number(records, offset, thrown));
        assertThat(collector.drainTo(visitor, 100)).isEqualTo(100);
        assertThat(collector.drainTo(visitor, 1000)).isEqualTo(room - 100);
        Marked.offer(state.shared, state, 1000);
        assertThat(collector.drainTo(visitor, Integer.MAX_VALUE)).isEqualTo(1);

        assertThat(numbers).hasSize(room + 1).isSorted().doesNotHaveDuplicates();
        assertThat(collector.counts().queueFullCount).isEqualTo(50);
        assertThat(collector.lentChunkCount()).isEqualTo(1);
    }

    /** A thread was stopped between its claim and its commit: it holds up nobody. */
    @Test
    void drainTo_passesByASlotThatIsNotCommitted() {
        SpanCollector collector = collector(32);
        ThreadState state = state(collector, 0);
        List<Long> numbers = new ArrayList<>();
        SpanVisitor visitor = (records, offset, thrown, name) -> numbers.add(Marked.number(records, offset, thrown));
        Marked.offer(state.shared, state, 1);
        SharedBuffer.Segment held = state.shared.current.get();
        assertThat(held.claim(1)).isEqualTo(1);

        for (int i = 2; i <= 1000; i++) {
            Marked.offer(state.shared, state, i);
        }
        assertThat(collector.counts().pendingCount).isEqualTo(1000);
        assertThat(collector.drainTo(visitor, 300)).isEqualTo(300);
        assertThat(collector.drainTo(visitor, 10_000)).isEqualTo(700);
        assertThat(numbers).hasSize(1000).isSorted();
        assertThat(collector.lentChunkCount()).isEqualTo(2);

        held.chunk.records[SpanLayout.RECORD_LONGS + SpanLayout.SPAN_ID] = 0; // void
        held.commit(1);
        assertThat(collector.drainTo(visitor, 10_000)).isZero();
        assertThat(collector.lentChunkCount()).isEqualTo(1);
        assertThat(collector.counts().pendingCount).isZero();
    }

    @Test
    void drainTo_losesAtMostTheSpanWhoseVisitorThrew() {
        SpanCollector collector = collector(8);
        ThreadState state = state(collector, 0);
        for (int i = 1; i <= 400; i++) {
            Marked.offer(state.shared, state, i);
        }
        List<Long> seen = new ArrayList<>();
        SpanVisitor visitor = (records, offset, thrown, name) -> {
            long number = Marked.number(records, offset, thrown);
            if (number % 128 == 0) {
                throw new IllegalStateException("visitor");
            }
            seen.add(number);
        };

        int failures = 0;
        for (boolean done = false; !done; ) {
            try {
                collector.drainTo(visitor, 1 << 20);
                done = true;
            } catch (IllegalStateException e) {
                failures++;
            }
        }

        assertThat(failures).isEqualTo(3);
        assertThat(seen).hasSize(397).isSorted().doesNotHaveDuplicates();
        assertThat(collector.counts().pendingCount).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {2000, 3})
    void drainTo_isNotHeldUpByThreadsThatRanOutOfStack(int chunks) {
        SpanCollector collector = collector(chunks);
        SpanVisitor visitor = (records, offset, thrown, name) -> {};
        int suppressedBefore = ThreadState.errorCount;
        Threads.inFresh(
                1,
                index -> {
                    ThreadState state = state(collector, 0);
                    StackOverflow.repeat(300, state::begin, () -> collector.drainTo(visitor, 1 << 30));
                    assertThat(state.spanId).isZero();
                    Woven.run(state::begin, 2, () -> {});
                },
                320 << 10);

        List<Span> last = Span.drain(collector);

        SpanCollectorCounts stats = collector.counts();
        long suppressed = (long) ThreadState.errorCount - suppressedBefore;
        assertThat(collector.lentChunkCount()).isLessThanOrEqualTo(1);
        assertThat(last).extracting(Span::operationId).containsExactly(2);
        assertThat(stats.pendingCount).isZero();
        assertThat(stats.queueFullCount > 0).isEqualTo(chunks == 3);
        assertThat(stats.drainedCount + stats.queueFullCount + suppressed).isEqualTo(stats.startedCount);
        assertThat(collector.lentChunkCount()).isLessThanOrEqualTo(1);
    }

    @Test
    void virtualThreads_loseNothingAndKeepNothing() throws Exception {
        assumeThat(Runtime.version().feature()).isGreaterThanOrEqualTo(21);
        Method startVirtualThread = Thread.class.getMethod("startVirtualThread", Runnable.class);
        SpanCollector collector = collector(2000);
        Tracer.install(collector, 1, 2);
        int count = 100_000;
        int suppressedBefore = ThreadState.errorCount;
        CountDownLatch ended = new CountDownLatch(count);
        AtomicBoolean done = new AtomicBoolean();
        Map<Long, List<Span>> byThread = new HashMap<>();
        Thread consumer = Threads.start(
                () -> {
                    for (boolean last = false; !last; ) {
                        last = done.get();
                        for (Span span : Span.drain(collector)) {
                            byThread.computeIfAbsent(span.threadId(), id -> new ArrayList<>())
                                    .add(span);
                        }
                    }
                },
                0);

        for (int i = 0; i < count; i++) {
            startVirtualThread.invoke(null, (Runnable) () -> {
                Woven.run(1, () -> {
                    Threads.pause(); // may go on elsewhere
                    Woven.run(2, () -> {});
                });
                ended.countDown();
            });
        }
        ended.await();
        done.set(true);
        Threads.join(consumer);

        SpanCollectorCounts stats = collector.counts();
        assertThat(stats.startedCount).isEqualTo(2L * count);
        assertThat(stats.drainedCount + stats.queueFullCount).isEqualTo(2L * count);
        assertThat(stats.queueFullCount).isZero();
        assertThat(ThreadState.errorCount).isEqualTo(suppressedBefore);
        assertThat(collector.lentChunkCount()).isLessThanOrEqualTo(4);
        assertThat(byThread).hasSize(count);
        for (List<Span> spans : byThread.values()) {
            assertThat(spans.size() == 2
                            && spans.get(0).operationId() == 2
                            && spans.get(0).parentSpanId() == spans.get(1).spanId()
                            && spans.get(0).traceIdLow() == spans.get(1).traceIdLow()
                            && spans.get(1).parentSpanId() == 0)
                    .isTrue();
        }
    }
}
