/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code -Dstress.millis=60000} makes it longer. */
class RecorderStressTest {
    private static final long DURATION_NANOS = Long.getLong("stress.millis", 2000) * 500_000L;

    private final Map<Long, Long> lastNumbers = new HashMap<>();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    @ParameterizedTest
    @CsvSource({"2, 6", "4, 2000"})
    void producersAndConsumer_keepEachThreadsOrderAndTheCounts(int producers, int chunks) {
        SpanCollector collector = new SpanCollector((long) chunks * SpanChunk.BYTES, 256, 1);
        AtomicBoolean done = new AtomicBoolean();
        Thread consumer = Threads.start(() -> consume(collector, done), 0);
        long deadline = System.nanoTime() + DURATION_NANOS;

        Threads.inFresh(
                producers,
                index -> {
                    Random random = new Random(index);
                    while (System.nanoTime() - deadline < 0) {
                        // threads come and go; each ends with spans not yet drained
                        Threads.inFresh(() -> produce(collector, random));
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
        assertThat(stats.drainedCount + stats.queueFullCount + stats.loadShedCount)
                .isEqualTo(stats.startedCount);
        assertThat(collector.lentChunkCount()).isZero();
        if (chunks < 10) {
            assertThat(stats.queueFullCount).isPositive();
        }
    }

    private static void produce(SpanCollector collector, Random random) {
        Thread thread = Thread.currentThread();
        ThreadState state = new ThreadState(collector.sharedBuffer(0), thread, true);
        state.owned = new OwnedBuffer(collector, thread, state);
        collector.register(state.owned);
        int count = random.nextInt(20_000);
        for (int number = 1; number <= count; number++) {
            state.owned.countStarted();
            Marked.offer(state.owned, state, number);
            if (random.nextInt(500) == 0) {
                Threads.pause();
            }
        }
    }

    private void consume(SpanCollector collector, AtomicBoolean done) {
        SpanVisitor visitor = (records, offset, thrown, name) -> {
            long number = Marked.number(records, offset, thrown);
            Long before = lastNumbers.put(records[offset + SpanLayout.THREAD_ID], number);
            if (before != null && before >= number) {
                throw new AssertionError(number + " after " + before);
            }
        };
        try {
            for (boolean last = false; !last; ) {
                last = done.get();
                collector.resetMarks();
                while (collector.drainTo(visitor, 700) == 700) {
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
}
