/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens to whole traces when buffers run full. */
class SheddingTest {
    private static final int CHILDREN = 3;
    private static final int CHUNKS = 129;

    private final SpanCollector collector = new SpanCollector((long) CHUNKS * SpanChunk.BYTES, 1 << 30, 1);

    @AfterEach
    void keepAll() {
        Sampling.keepRatio(1);
        Sampling.shedLevel = 0;
    }

    @ParameterizedTest
    @CsvSource({
        "0, 128, 0",
        "64, 128, 0",
        "65, 128, 4",
        "92, 128, 128",
        "119, 128, 251",
        "120, 128, 256",
        "128, 128, 256",
        "-2000, 1542, 0",
        "1, 1, 256"
    })
    void level_followsTheRoomThatIsLeft(int used, int room, int level) {
        assertThat(Shedding.level(used, room)).isEqualTo(level);
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, 0.5})
    void fullBuffers_costWholeTracesAndNoSpanOfOneUnderWay(double ratio) {
        Sampling.keepRatio(ratio);
        Tracer.install(collector, 21, 22);

        Threads.inFresh(() -> traces(20_000));
        List<Span> spans = Span.drain(collector);

        SpanCollectorCounts stats = collector.counts();
        assertThat(stats.queueFullCount).isZero();
        assertThat(stats.loadShedCount).isGreaterThan(10_000);
        assertThat(stats.sampledOutCount > 0).isEqualTo(ratio < 1);
        assertThat(stats.startedCount).isEqualTo(20_000L * (CHILDREN + 1));
        assertThat(stats.loadShedCount + stats.sampledOutCount + spans.size()).isEqualTo(stats.startedCount);
        assertThat(spans).hasSizeGreaterThan(CHUNKS * SpanChunk.CAPACITY / 2);
        assertThat(spans.stream().collect(Collectors.groupingBy(Span::traceIdHigh, Collectors.counting())))
                .allSatisfy((traceId, count) -> assertThat(count).isEqualTo(CHILDREN + 1));
    }

    /** The buffer fills, the level rises, and the later a trace began the fewer of its kind were kept. */
    @Test
    void fullBuffers_shedMoreAndMoreAndEachTraceKnowsHowMany() {
        Tracer.install(collector, 23, 24);

        Threads.inFresh(() -> traces(20_000));
        List<Span> spans = Span.drain(collector);

        List<Integer> levels = spans.stream().map(Span::shedLevel).distinct().toList();
        assertThat(levels).isSorted().startsWith(0).hasSizeGreaterThan(40).allMatch(level -> level < Sampling.SHED_ALL);
        assertThat(spans).allMatch(span -> Sampling.keeps(span.traceIdLow(), span.shedLevel()));
        Map<Long, Integer> levelOfTrace = new TreeMap<>();
        spans.forEach(span -> levelOfTrace.putIfAbsent(span.traceIdHigh(), span.shedLevel()));
        assertThat(spans).allMatch(span -> levelOfTrace.get(span.traceIdHigh()) == span.shedLevel());
    }

    @Test
    void drain_endsTheShedding() {
        Tracer.install(collector, 25, 26);
        Threads.inFresh(() -> traces(20_000));
        assertThat(Sampling.shedLevel).isGreaterThan(200);

        Span.drain(collector);
        Threads.inFresh(() -> traces(100));

        assertThat(Sampling.shedLevel).isZero();
        assertThat(Span.drain(collector)).hasSize(100 * (CHILDREN + 1));
    }

    @Test
    void drainOfAPart_lowersTheLevelAsFar() {
        Tracer.install(collector, 27, 28);
        Threads.inFresh(() -> traces(20_000));

        collector.drainTo((records, offset, thrown, name) -> {}, 20 * SpanChunk.CAPACITY);

        assertThat(Sampling.shedLevel).isBetween(100, 200);
    }

    /** As many threads as may have a buffer of their own: each keeps a chunk, which is no sign of overload. */
    @Test
    void idleThreads_causeNoShedding() {
        Tracer.install(collector, 29, 30);
        List<LiveThread> threads = new ArrayList<>();
        for (int i = 0; i < CHUNKS / 4; i++) {
            threads.add(new LiveThread(collector, "idle"));
            Marked.offer(threads.get(i).buffer, threads.get(i).state, 1);
        }

        assertThat(collector.drainTo((records, offset, thrown, name) -> {}, 1000))
                .isEqualTo(CHUNKS / 4);
        assertThat(collector.lentChunkCount()).isEqualTo(CHUNKS / 4);
        assertThat(Sampling.shedLevel).isZero();
        Threads.inFresh(() -> traces(100));
        assertThat(Span.drain(collector)).hasSize(100 * (CHILDREN + 1));
        threads.forEach(LiveThread::close);
    }

    /** However many buffers there are, and whatever the limit is: what is full is shed. */
    @Test
    void fullBuffers_areSeenThoughThereAreMoreThreadsThanChunks() {
        collector.limitBytes(20L * SpanChunk.BYTES);
        Tracer.install(collector, 29, 30);
        List<LiveThread> threads = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            threads.add(new LiveThread(collector, "many"));
        }

        Threads.inFresh(() -> traces(20_000));

        SpanCollectorCounts stats = collector.counts();
        assertThat(Sampling.shedLevel).isPositive();
        assertThat(stats.loadShedCount).isPositive();
        assertThat(stats.queueFullCount).as("of the trace under way").isLessThanOrEqualTo(CHILDREN + 1);
        assertThat(Span.drain(collector).size() + stats.loadShedCount + stats.queueFullCount)
                .isEqualTo(20_000L * (CHILDREN + 1));
        threads.forEach(LiveThread::close);
    }

    @Test
    void sharedBuffers_shedToo() {
        Tracer.install(collector, 31, 32);
        ThreadState state = new ThreadState(collector.sharedBuffer(0), Thread.currentThread(), false);

        for (int i = 0; i < 30_000; i++) {
            Woven.run(state::begin, 1, () -> Woven.run(state::begin, 2, () -> {}));
        }
        List<Span> spans = Span.drain(collector);

        SpanCollectorCounts stats = collector.counts();
        assertThat(stats.queueFullCount).isZero();
        assertThat(stats.loadShedCount).isPositive();
        assertThat(stats.loadShedCount + spans.size()).isEqualTo(60_000).isEqualTo(stats.startedCount);
    }

    /** Their chunks, like those of idle threads, are no sign of overload, however few there are. */
    @ParameterizedTest
    @ValueSource(ints = {1, 6, 64})
    void idleSharedBuffers_causeNoShedding(int chunks) {
        SpanCollector small = new SpanCollector((long) chunks * SpanChunk.BYTES, 1 << 30, 8);
        Tracer.install(small, 33, 34);
        for (int stripe = 0; stripe < 8; stripe++) {
            ThreadState state = new ThreadState(small.sharedBuffer(stripe), Thread.currentThread(), false);
            Woven.run(state::begin, 1, () -> {});
        }

        assertThat(Span.drain(small)).hasSize(8);
        assertThat(small.lentChunkCount()).isEqualTo(Math.max(1, chunks / 8));
        if (chunks > 1) {
            assertThat(Sampling.shedLevel).isZero();
        }
    }

    /** A virtual thread hands its counts over when its root ends; its children have been drained by then. */
    @Test
    void sharedBuffers_neverHaveMoreEndedThanStarted() {
        Tracer.install(collector, 35, 36);
        ThreadState state = new ThreadState(collector.sharedBuffer(0), Thread.currentThread(), false);

        Woven.run(state::begin, 1, () -> {
            for (int i = 0; i < 5; i++) {
                Woven.run(state::begin, 2, () -> {});
            }
            assertThat(Span.drain(collector)).hasSize(5);
            SpanCollectorCounts stats = collector.counts();
            assertThat(stats.startedCount).isEqualTo(5);
            assertThat(stats.drainedCount).isEqualTo(5);
        });

        assertThat(Span.drain(collector)).hasSize(1);
        assertThat(collector.counts().startedCount).isEqualTo(6);
    }

    private static void traces(int count) {
        for (int i = 0; i < count; i++) {
            Woven.run(CHILDREN, () -> {
                for (int child = 0; child < CHILDREN; child++) {
                    Woven.run(child, () -> {});
                }
            });
        }
    }
}
