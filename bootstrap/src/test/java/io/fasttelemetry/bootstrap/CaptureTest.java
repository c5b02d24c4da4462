/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values that woven code captures, from the call to what the consumer sees. */
class CaptureTest {
    private static final Woven.Captures CAPTURES = (state, span) -> {
        ThreadState.capture(state, span, 0, span);
        ThreadState.capture(state, span, 1, "x".repeat((int) (span & 63)));
    };

    private final SpanCollector collector = new SpanCollector(64L * SpanChunk.BYTES, 1 << 30, 1);
    private final ThreadState sharing = new ThreadState(collector.sharedBuffer(0), Thread.currentThread(), false);

    @AfterEach
    void restore() {
        Sampling.keepRatio(1);
        ThreadState.captureAtMost(1024);
    }

    /** A drained span: its id and values. */
    private record Seen(long spanId, int operationId, Throwable thrown, Captured values) {}

    private static List<Seen> drain(SpanCollector collector) {
        List<Seen> all = new ArrayList<>();
        collector.drainTo(
                (records, offset, thrown, name) -> all.add(new Seen(
                        records[offset + SpanLayout.SPAN_ID],
                        SpanLayout.operationId(records[offset + SpanLayout.DESCRIPTOR]),
                        thrown == null ? null : thrown.throwable(),
                        Captured.read(records, offset))),
                Integer.MAX_VALUE);
        return all;
    }

    private Captured captured(Woven.Captures captures) {
        Woven.runCapturing(sharing::begin, 1, captures, () -> {});
        return drain(collector).get(0).values();
    }

    @Test
    void capture_takesEachType() {
        Captured values = captured((state, span) -> {
            ThreadState.capture(state, span, 0, "text \u20ac");
            ThreadState.capture(state, span, 1, Long.MIN_VALUE);
            ThreadState.capture(state, span, 2, Double.NaN);
            ThreadState.capture(state, span, 3, true);
            ThreadState.capture(state, span, 4, (Object) TimeUnit.DAYS);
            ThreadState.capture(state, span, 5, (Object) new String[] {"a", null, ""});
            ThreadState.capture(state, span, 6, (Object) new long[] {1, -1});
            ThreadState.capture(state, span, 7, (Object) new int[] {2, -2});
            ThreadState.capture(state, span, 8, (Object) new double[] {0.5});
            ThreadState.capture(state, span, 9, (Object) new boolean[] {true, false});
            ThreadState.capture(state, span, 10, (Object) 'c');
            ThreadState.capture(state, span, 11, (Object) (short) 7);
            ThreadState.capture(state, span, 12, (Object) 1.5f);
            ThreadState.capture(state, span, 13, (Object) false);
        });

        assertThat(values.leftOutCount()).isZero();
        Map<Integer, Object> expected = new HashMap<>(
                Map.of(0, "text \u20ac", 1, Long.MIN_VALUE, 2, Double.NaN, 3, true, 4, "DAYS", 6, List.of(1L, -1L)));
        expected.putAll(Map.of(
                5,
                Arrays.asList("a", null, ""),
                7,
                List.of(2L, -2L),
                8,
                List.of(0.5),
                9,
                List.of(true, false),
                10,
                "c",
                11,
                7L,
                12,
                1.5,
                13,
                false));
        assertThat(values.byIndex()).isEqualTo(expected);
    }

    @Test
    void capture_ignoresNullAndTypesThatItDoesNotKnow() {
        Captured values = captured((state, span) -> {
            ThreadState.capture(state, span, 0, (String) null);
            ThreadState.capture(state, span, 1, (Object) null);
            ThreadState.capture(state, span, 2, new Object());
            ThreadState.capture(state, span, 3, new Object[] {"a"});
            ThreadState.capture(state, span, 4, (Object) CaptureTest.class);
        });

        assertThat(values).isEqualTo(new Captured(Map.of(), 0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "\u20ac"})
    void capture_cutsLongTexts(String letter) {
        ThreadState.captureAtMost(10);

        Captured values = captured((state, span) -> {
            ThreadState.capture(state, span, 0, letter.repeat(10));
            ThreadState.capture(state, span, 1, letter.repeat(11));
            ThreadState.capture(state, span, 2, (Object) new String[] {letter.repeat(12)});
        });

        assertThat(values.byIndex())
                .isEqualTo(Map.of(0, letter.repeat(10), 1, letter.repeat(10), 2, List.of(letter.repeat(10))));
        assertThat(values.leftOutCount()).as("a text that was cut is there").isZero();
    }

    @Test
    void capture_cutsNoSurrogatePairInTwo() {
        ThreadState.captureAtMost(4);

        Captured values = captured((state, span) -> {
            ThreadState.capture(state, span, 0, "abc\ud83d\ude00");
            ThreadState.capture(state, span, 1, "ab\ud83d\ude00c");
        });

        assertThat(values.byIndex()).isEqualTo(Map.of(0, "abc", 1, "ab\ud83d\ude00"));
    }

    @Test
    void captureAtMost_keepsOneTextWithinWhatASpanMayHave() {
        ThreadState.captureAtMost(Integer.MAX_VALUE);
        String text = "\u20ac".repeat(CapturedValues.MAX_LENGTH_LIMIT);

        Captured values = captured((state, span) -> ThreadState.capture(state, span, 3, text + "more"));

        assertThat(values).isEqualTo(new Captured(Map.of(3, text), 0));
    }

    @Test
    void capture_cutsLongArrays() {
        Captured values = captured((state, span) -> ThreadState.capture(state, span, 0, (Object) new long[100_000]));

        assertThat((List<?>) values.byIndex().get(0)).hasSize(CapturedValues.MAX_ELEMENTS);
    }

    @Test
    void capture_leavesOutAndCountsWhatIsTooMuchForOneSpan() {
        String kilobyte = "x".repeat(1024);
        Captured values = captured((state, span) -> {
            for (int i = 0; i < 8; i++) {
                ThreadState.capture(state, span, i, kilobyte);
            }
            ThreadState.capture(state, span, 8, "short");
            String[] texts = new String[CapturedValues.MAX_ELEMENTS];
            Arrays.fill(texts, "an element");
            ThreadState.capture(state, span, 9, texts);
            ThreadState.capture(state, span, 10, 17L);
        });

        assertThat(values.byIndex().keySet()).containsExactly(0, 1, 2, 3, 4, 5, 8, 10);
        assertThat(values.leftOutCount()).isEqualTo(3);
    }

    @Test
    void capture_leavesOutAndCountsValuesBeyondTheMaxCount() {
        Captured values = captured((state, span) -> {
            for (int i = 0; i < 20; i++) {
                ThreadState.capture(state, span, i, (long) i);
            }
        });

        assertThat(values.byIndex()).hasSize(CapturedValues.MAX_VALUES);
        assertThat(values.leftOutCount()).isEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 16, 100})
    void captureFailed_isCountedWithTheSpan(int failed) {
        Captured none = captured((state, span) -> ThreadState.captureFailed(state, span, failed));
        Captured one = captured((state, span) -> {
            ThreadState.capture(state, span, 0, 1L);
            ThreadState.captureFailed(state, span, failed);
        });

        assertThat(none).isEqualTo(new Captured(Map.of(), Math.min(failed, 16)));
        assertThat(one).isEqualTo(new Captured(Map.of(0, 1L), Math.min(failed, 16)));
    }

    @Test
    void values_comeWithExceptionsToo() {
        IllegalStateException failure = new IllegalStateException("x");
        try (LiveThread owning = new LiveThread(collector, "t")) {
            for (ThreadState state : List.of(owning.state, sharing)) {
                try {
                    Woven.runCapturing(state::begin, 1, (s, span) -> ThreadState.capture(s, span, 0, "kept"), () -> {
                        throw failure;
                    });
                } catch (IllegalStateException e) {
                    assertThat(e).isSameAs(failure);
                }
                Seen seen = drain(collector).get(0);
                assertThat(seen.thrown()).isSameAs(failure);
                assertThat(seen.values()).isEqualTo(new Captured(Map.of(0, "kept"), 0));
            }
        }
    }

    /** What an exit that never came has left, another span must not have. */
    @Test
    void values_ofAnExitThatNeverCameAreDiscarded() {
        ThreadState.capture(sharing.begin(), sharing.spanId, 0, "left over");
        sharing.spanId = 0;

        Captured none = captured((state, span) -> {});
        Captured other = captured((state, span) -> ThreadState.capture(state, span, 1, 5L));
        assertThat(none).isEqualTo(new Captured(Map.of(), 0));

        assertThat(other).isEqualTo(new Captured(Map.of(1, 5L), 0));
        assertThat(drain(collector)).isEmpty();
    }

    @Test
    void exitWithValues_withoutAnyRecordsAPlainSpan() {
        Woven.runCapturing(sharing::begin, 1, (state, span) -> {}, () -> {});
        Woven.runCapturing(sharing::begin, 2, (state, span) -> {}, () -> {});

        assertThat(drain(collector)).extracting(Seen::values).containsOnly(new Captured(Map.of(), 0));
        assertThat(collector.counts().drainedCount).isEqualTo(2);
    }

    @Test
    void capture_isNothingWhereNothingIsSampled() {
        Sampling.keepRatio(0);
        ThreadState.capture(sharing.begin(), sharing.spanId, 0, "text");
        ThreadState.captureFailed(sharing, sharing.spanId, 1);
        ThreadState.exitWithValues(sharing, 1, sharing.spanId, 0, sharing.startNanos, null);
        ThreadState.capture(ThreadState.OFF, 0, 0, "text");
        ThreadState.exitWithValues(ThreadState.OFF, 1, 0, 0, 0, null);

        assertThat(drain(collector)).isEmpty();
        assertThat(collector.counts().sampledOutCount).isEqualTo(1);
    }

    /** Thousands of spans of every shape, with children, on threads with a buffer of their own and without. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void randomValues_arriveAsTheyWereCaptured(long seed) {
        try (LiveThread owning = new LiveThread(collector, "t")) {
            Map<Long, RandomValues> expected = new HashMap<>();
            int drained = 0;
            for (int i = 0; i < 3000; i++) {
                ThreadState state = (i + seed) % 3 == 0 ? sharing : owning.state;
                RandomValues values = new RandomValues(seed * 10_000 + i);
                boolean plain = i % 5 == 0;
                Woven.runCapturing(
                        state::begin,
                        1,
                        (s, span) -> {
                            values.capture(s, span);
                            expected.put(span, values);
                        },
                        () -> Woven.run(state::begin, plain ? 2 : 3, () -> {}));
                if (i % 97 == 0) {
                    drained += check(expected);
                }
            }
            drained += check(expected);

            assertThat(drained).isEqualTo(6000);
            assertThat(expected).as("spans that did not come").isEmpty();
            assertThat(collector.counts().activeCount()).isZero();
            assertThat(collector.counts().queueFullCount).isZero();
        }
    }

    private int check(Map<Long, RandomValues> expected) {
        List<Seen> seen = drain(collector);
        for (Seen span : seen) {
            RandomValues values = expected.remove(span.spanId());
            assertThat(values == null).isEqualTo(span.operationId() != 1);
            Map<Integer, Object> due = values == null ? Map.of() : values.expected();
            assertThat(span.values().leftOutCount()).isZero();
            assertThat(span.values().byIndex()).isEqualTo(due);
        }
        return seen.size();
    }

    /** The span matters more than its attributes; without any room it is dropped, and both are counted. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void fullBuffers_leaveOutValuesBeforeSpans(boolean own) {
        SpanCollector small = new SpanCollector(2L * SpanChunk.BYTES, 1 << 30, 1);
        try (LiveThread owning = new LiveThread(small, "t")) {
            ThreadState state =
                    own ? owning.state : new ThreadState(small.sharedBuffer(0), Thread.currentThread(), false);
            String text = "x".repeat(300);
            int bare = 0;
            int whole = 0;
            for (int i = 0; i < 300; i++) {
                Woven.runCapturing(state::begin, 1, (s, span) -> ThreadState.capture(s, span, 0, text), () -> {});
                Sampling.shedLevel = 0; // all that begins is offered
            }
            for (Seen span : drain(small)) {
                if (span.values().byIndex().isEmpty()) {
                    assertThat(span.values().leftOutCount()).isEqualTo(1);
                    bare++;
                } else {
                    assertThat(span.values()).isEqualTo(new Captured(Map.of(0, text), 0));
                    whole++;
                }
            }

            assertThat(whole).isPositive();
            assertThat(bare).isPositive();
            SpanCollectorCounts counts = small.counts();
            assertThat(counts.queueFullCount).isPositive();
            assertThat(bare + whole + counts.queueFullCount).isEqualTo(300);
            assertThat(counts.activeCount()).isZero();
            assertThat(counts.pendingCount).isZero();
        } finally {
            Sampling.shedLevel = 0;
        }
    }

    /** Each span captures its own id and a text. */
    private static void recurse(ThreadState state) {
        Woven.runCapturing(() -> beginOrOff(state), 1, CAPTURES, () -> recurse(state));
    }

    private static ThreadState beginOrOff(ThreadState state) {
        try {
            return state.begin();
        } catch (StackOverflowError e) {
            return ThreadState.OFF;
        }
    }

    /** The overflow strikes between any two captures, and within each. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void stackOverflows_loseNoSpanUncountedAndMixNoValues(boolean shared) {
        SpanCollector target = new SpanCollector(64L << 20, 1 << 30, 1);
        int errorsBefore = ThreadState.errorCount;
        List<Seen> seen = new ArrayList<>();
        Tracer.install(target, 11, 12);
        Threads.inFresh(
                1,
                index -> {
                    ThreadState state = new ThreadState(target.sharedBuffer(0), Thread.currentThread(), !shared);
                    StackOverflow.repeat(100, () -> recurse(state), () -> seen.addAll(drain(target)));
                    assertThat(state.spanId).isZero();
                },
                160 << 10);
        seen.addAll(drain(target));

        assertThat(seen).isNotEmpty().allSatisfy(span -> {
            Object id = span.values().byIndex().get(0);
            assertThat(id == null || id.equals(span.spanId())).as("%s", span).isTrue();
            Object text = span.values().byIndex().get(1);
            assertThat(text == null || text.equals("x".repeat((int) (span.spanId() & 63))))
                    .as("%s", span)
                    .isTrue();
        });
        SpanCollectorCounts counts = target.counts();
        assertThat(counts.startedCount)
                .isEqualTo(counts.drainedCount + counts.queueFullCount + ThreadState.errorCount - errorsBefore);
        ThreadState.errorCount = errorsBefore; // for tests that expect none
    }
}
