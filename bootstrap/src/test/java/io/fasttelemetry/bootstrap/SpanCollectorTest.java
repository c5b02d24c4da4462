/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class SpanCollectorTest {
    private static final long MINUTE_NANOS = 60_000_000_000L;

    private static SpanCollector collector(int chunks) {
        return new SpanCollector((long) chunks * SpanChunk.BYTES, 64, 1);
    }

    @Test
    void drainTo_givesEachThreadItsTurnThoughOneNeverStops() {
        SpanCollector collector = collector(200);
        List<LiveThread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            threads.add(new LiveThread(collector, "t" + i));
        }
        Map<Long, Integer> counts = new HashMap<>();

        for (LiveThread busy : threads) {
            counts.clear();
            for (LiveThread thread : threads) {
                offer(thread, 600);
            }
            int drained = 0;
            for (int i = 0; i < 40; i++) {
                drained += collector.drainTo(
                        (records, offset, thrown, name) ->
                                counts.merge(records[offset + SpanLayout.THREAD_ID], 1, Integer::sum),
                        256);
                offer(busy, 256); // as fast as the consumer
            }

            assertThat(drained).isEqualTo(40 * 256);
            for (LiveThread thread : threads) {
                assertThat(counts.get(thread.id())).isGreaterThanOrEqualTo(600);
            }
            Span.drain(collector);
        }
        threads.forEach(LiveThread::close);
    }

    @Test
    void drainTo_resumesWhereItStoppedAndLeavesNothingWhenItReturnsLess() {
        SpanCollector collector = collector(100);
        try (LiveThread one = new LiveThread(collector, "one");
                LiveThread two = new LiveThread(collector, "two")) {
            offer(one, 3000);
            offer(two, 2500);
            Map<Long, Integer> next = new HashMap<>();

            int calls = 0;
            int count;
            do {
                count = collector.drainTo(
                        (records, offset, thrown, name) -> {
                            long threadId = records[offset + SpanLayout.THREAD_ID];
                            assertThat(Marked.number(records, offset, thrown))
                                    .isEqualTo((long) next.merge(threadId, 1, Integer::sum));
                        },
                        100);
                calls++;
            } while (count == 100);

            assertThat(calls).isEqualTo(56);
            assertThat(next).containsEntry(one.id(), 3000).containsEntry(two.id(), 2500);
            assertThat(collector.counts().pendingCount).isZero();
        }
    }

    /** Some are busy enough for a buffer of their own, the others share one. */
    @Test
    void drainTo_takesBackTheChunksOfTwentyThousandShortThreads() {
        SpanCollector collector = collector(64);
        Tracer.install(collector, 1, 2);

        int drained = 0;
        int mostOwners = 0;
        for (int round = 0; round < 1000; round++) {
            Threads.inFresh(
                    20,
                    index -> {
                        for (int i = index < 4 ? ThreadState.PROBATION : 0; i >= 0; i--) {
                            Woven.run(1, () -> Woven.run(2, () -> {}));
                        }
                    },
                    0);
            mostOwners = Math.max(mostOwners, collector.ownerCount());
            drained += Span.drain(collector).size();
            assertThat(collector.lentChunkCount()).isEqualTo(1); // the shared buffer's
            assertThat(collector.ownerCount()).isZero();
        }

        assertThat(drained).isEqualTo(1000 * (40 + 8 * ThreadState.PROBATION));
        assertThat(mostOwners).isEqualTo(4);
        assertThat(collector.createdChunkCount()).isLessThanOrEqualTo(20);
        assertThat(collector.counts().activeCount()).isEqualTo(-ThreadState.errorCount);
    }

    @Test
    @Timeout(30)
    void await_endsWhenTheThresholdIsReached() {
        SpanCollector collector = collector(100);
        AtomicInteger returns = new AtomicInteger();
        Thread consumer = awaiting(collector, returns);
        try (LiveThread thread = new LiveThread(collector, "t")) {
            waitFor(consumer);
            offer(thread, 63);
            assertThat(returns).hasValue(0);
            offer(thread, 1);

            Threads.join(consumer);

            assertThat(returns).hasValue(1);
        }
    }

    @Test
    @Timeout(30)
    void await_endsWhenThePoolRunsLow() {
        SpanCollector collector = new SpanCollector(4L * SpanChunk.BYTES, 1 << 30, 1);
        Thread consumer = awaiting(collector, new AtomicInteger());
        try (LiveThread thread = new LiveThread(collector, "t")) {
            waitFor(consumer);
            offer(thread, 3 * SpanChunk.CAPACITY + 1);

            Threads.join(consumer);

            assertThat(collector.counts().queueFullCount).isZero();
        }
    }

    /** Their chunks are all that is wrong: no mark was passed, and no burst is under way. */
    @Test
    @Timeout(30)
    void await_endsWhenThreadsThatEndedHoldHalfOfTheChunks() {
        SpanCollector collector = new SpanCollector(60L * SpanChunk.BYTES, 1 << 30, 1);
        collector.limitBytes(30L * SpanChunk.BYTES);
        Tracer.install(collector, 5, 6);
        Thread consumer = awaiting(collector, new AtomicInteger());
        waitFor(consumer);
        for (int i = 0; i < 14; i++) {
            try (LiveThread thread = new LiveThread(collector, "t")) {
                offer(thread, 1);
            }
        }
        Threads.inFresh(() -> Woven.run(1, () -> {}));

        Threads.join(consumer);

        assertThat(collector.drainTo((records, offset, thrown, name) -> {}, 100))
                .isEqualTo(15);
        assertThat(collector.ownerCount()).isZero();
        assertThat(collector.lentChunkCount()).isEqualTo(1);
        assertThat(Sampling.shedLevel).isZero();
    }

    @Test
    @Timeout(30)
    void await_returnsAtOnceWhenEnoughIsPending() {
        SpanCollector collector = collector(100);
        try (LiveThread thread = new LiveThread(collector, "t")) {
            offer(thread, 64);

            collector.await(MINUTE_NANOS);

            collector.resetMarks();
            long start = System.nanoTime();
            collector.await(50_000_000L);
            assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(50_000_000L);
        }
    }

    @Test
    @Timeout(30)
    void wake_endsTheNextAwaitAndOnlyThat() {
        SpanCollector collector = collector(100);

        collector.wake();
        long start = System.nanoTime();
        collector.await(MINUTE_NANOS);
        long first = System.nanoTime() - start;
        collector.await(50_000_000L);
        long both = System.nanoTime() - start;

        assertThat(first).isLessThan(MINUTE_NANOS / 2);
        assertThat(both).isGreaterThanOrEqualTo(50_000_000L);
    }

    @Test
    @Timeout(60)
    void await_losesNoWakeUp() {
        SpanCollector collector = collector(100);
        int rounds = 20_000;
        AtomicInteger drained = new AtomicInteger();
        Thread consumer = Threads.start(
                () -> {
                    while (drained.get() < rounds * 64) {
                        collector.await(MINUTE_NANOS); // a lost wake-up runs into the time limit
                        collector.resetMarks();
                        drained.addAndGet(collector.drainTo((records, offset, thrown, name) -> {}, 1 << 20));
                    }
                },
                0);

        Random random = new Random(7);
        try (LiveThread thread = new LiveThread(collector, "t")) {
            for (int round = 1; round <= rounds; round++) {
                for (int spin = random.nextInt(300); spin > 0; spin--) {
                    Thread.onSpinWait();
                }
                offer(thread, 64);
                while (drained.get() < round * 64) {
                    Threads.pause();
                }
            }
            Threads.join(consumer);
        }

        assertThat(drained).hasValue(rounds * 64);
    }

    private static Thread awaiting(SpanCollector collector, AtomicInteger returns) {
        return Threads.start(
                () -> {
                    collector.await(MINUTE_NANOS);
                    returns.incrementAndGet();
                },
                0);
    }

    private static void waitFor(Thread consumer) {
        while (consumer.getState() != Thread.State.TIMED_WAITING) {
            Threads.pause();
        }
    }

    private static void offer(LiveThread thread, int count) {
        for (int i = 0; i < count; i++) {
            Marked.offer(thread.buffer, thread.state, ++thread.number);
        }
    }
}
