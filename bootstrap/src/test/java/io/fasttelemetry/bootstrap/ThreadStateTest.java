/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which threads get a buffer of their own, and what happens to the others. */
class ThreadStateTest {
    private static final int CHUNKS = 32;

    private final SpanCollector collector = new SpanCollector((long) CHUNKS * SpanChunk.BYTES, 1 << 30, 4);

    @BeforeEach
    void keepAll() {
        Sampling.shedLevel = 0;
    }

    private ThreadState state() {
        return new ThreadState(collector.sharedBuffer(0), Thread.currentThread(), true);
    }

    private static void traces(ThreadState state, int count) {
        for (int i = 0; i < count; i++) {
            Woven.run(state::begin, 1, () -> {});
        }
    }

    @Test
    void busyThread_getsABufferOfItsOwn() {
        ThreadState state = state();

        traces(state, ThreadState.PROBATION - 1);
        assertThat(state.owned).isNull();
        traces(state, 1);
        assertThat(state.owned).isNotNull();
        traces(state, 300);

        assertThat(collector.ownerCount()).isEqualTo(1);
        assertThat(collector.counts().startedCount).isEqualTo(ThreadState.PROBATION + 300);
        assertThat(Span.drain(collector)).hasSize(ThreadState.PROBATION + 300);
        assertThat(collector.counts().activeCount()).isZero();
    }

    @Test
    void busyThread_changesOverBetweenTwoTraces() {
        ThreadState state = state();

        Woven.run(state::begin, 1, () -> {
            traces(state, ThreadState.PROBATION);
            assertThat(state.owned).isNull();
        });
        assertThat(state.owned).isNotNull();
        assertThat(Span.drain(collector)).hasSize(ThreadState.PROBATION + 1);
    }

    @Test
    void busyThread_changesOverWithinATraceThatGoesOnAndOn() {
        ThreadState state = state();

        Woven.run(state::begin, 1, () -> {
            traces(state, ThreadState.LONG_TRACE);
            assertThat(state.owned).isNotNull();
            assertThat(collector.counts().activeCount()).isEqualTo(1);
            traces(state, 10);
        });

        List<Span> spans = Span.drain(collector);
        assertThat(spans).hasSize(ThreadState.LONG_TRACE + 11);
        assertThat(spans.get(spans.size() - 1).parentSpanId()).isZero();
        assertThat(collector.counts().activeCount()).isZero();
    }

    @Test
    void unsampledThread_handsItsCountsOverWhenItChangesOver() {
        Sampling.keepRatio(0);
        try {
            ThreadState state = state();
            Woven.run(state::begin, 1, () -> traces(state, ThreadState.LONG_TRACE + 5));

            assertThat(state.owned).isNotNull();
            assertThat(collector.counts().startedCount).isEqualTo(ThreadState.LONG_TRACE + 6);
            assertThat(collector.counts().sampledOutCount).isEqualTo(ThreadState.LONG_TRACE + 6);
        } finally {
            Sampling.keepRatio(1);
        }
    }

    @Test
    void slowThread_goesOnSharing() {
        ThreadState state = state();

        for (int i = 0; i < 10 * ThreadState.PROBATION; i++) {
            state.probationStartNanos -= 10_000_000; // 10 ms from span to span
            traces(state, 1);
        }

        assertThat(state.owned).isNull();
        assertThat(Span.drain(collector)).hasSize(10 * ThreadState.PROBATION);
        assertThat(collector.lentChunkCount()).isEqualTo(1);
    }

    /** A quarter of the chunks may be kept by them. All others share, and nothing is lost. */
    @Test
    void busyThreads_beyondTheirPartOfTheBudgetShare() {
        List<ThreadState> states = new ArrayList<>();
        int drained = 0;
        for (int i = 0; i < 100; i++) {
            states.add(state());
            traces(states.get(i), ThreadState.PROBATION);
            drained += Span.drain(collector).size();
        }
        for (int round = 0; round < 10; round++) {
            for (ThreadState state : states) {
                traces(state, 50);
                drained += Span.drain(collector).size();
            }
        }

        assertThat(collector.ownerCount()).isEqualTo(CHUNKS / 4);
        assertThat(drained).isEqualTo(100 * (ThreadState.PROBATION + 500));
        assertThat(collector.counts().queueFullCount + collector.counts().loadShedCount)
                .isZero();
        assertThat(Sampling.shedLevel).isZero();
    }

    /** Thirty-two chunks for fifty thousand threads, which all live and record now and then. */
    @Test
    void threadsThatRecordNowAndThen_loseNothingHoweverManyThereAre() {
        List<ThreadState> states = new ArrayList<>();
        for (int i = 0; i < 50_000; i++) {
            states.add(state());
        }

        int drained = 0;
        for (int round = 0; round < 4; round++) {
            for (int i = 0; i < states.size(); i++) {
                traces(states.get(i), 1);
                if (i % 1000 == 0) {
                    drained += Span.drain(collector).size();
                }
            }
        }
        drained += Span.drain(collector).size();

        assertThat(drained).isEqualTo(4 * states.size());
        assertThat(collector.counts().queueFullCount + collector.counts().loadShedCount)
                .isZero();
        assertThat(collector.ownerCount()).isZero();
        assertThat(collector.lentChunkCount()).isEqualTo(1);
    }

    /** Its thread-locals are gone after each task, and a new state begins. */
    @Test
    void threadWhoseStateIsErased_losesNothing() {
        int drained = 0;
        for (int task = 0; task < 5000; task++) {
            traces(state(), task % 300); // some tasks are busy enough for a buffer, which nobody finds again
            if (task % 2 == 0) {
                drained += Span.drain(collector).size();
            }
        }
        drained += Span.drain(collector).size();

        SpanCollectorCounts stats = collector.counts();
        assertThat(stats.queueFullCount + stats.loadShedCount).isZero();
        assertThat(drained).isEqualTo(stats.startedCount);
        assertThat(collector.ownerCount()).isLessThanOrEqualTo(CHUNKS / 4);
    }

    @Test
    void stateOfSharingThread_recordsTheThreadsPresentName() {
        Thread thread = new Thread("before");
        ThreadState state = new ThreadState(collector.sharedBuffer(0), thread, true);
        traces(state, 1);
        thread.setName("after");
        traces(state, 1);

        assertThat(Span.drain(collector)).extracting(Span::threadName).containsExactly("before", "after");
    }
}
