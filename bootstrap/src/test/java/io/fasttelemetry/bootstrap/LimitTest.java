/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Spans that a rule's min duration, ratio or rate leaves out. */
class LimitTest {
    private static final Woven.Captures OWN_ID = (state, span) -> ThreadState.capture(state, span, 0, span);

    private static final long FOREVER = Long.MAX_VALUE;

    private final SpanCollector collector = new SpanCollector(64L * SpanChunk.BYTES, 1 << 30, 1);
    private final LiveThread owning = new LiveThread(collector, "t");
    private final ThreadState sharing = new ThreadState(collector.sharedBuffer(0), Thread.currentThread(), false);
    private long errorsBefore = ThreadState.errorCount;

    @AfterEach
    void end() {
        owning.close();
        Sampling.keepRatio(1);
    }

    private ThreadState state(boolean own) {
        return own ? owning.state : sharing;
    }

    private static int operation(String name, SpanLimit limit) {
        return Operations.register("com.acme.Limited", name, 1, new String[0], limit).id;
    }

    /** As woven into a method of an operation with a limit. */
    private static void limited(ThreadState thread, int operationId, Runnable body) {
        SpanLimit limit = Operations.get(operationId).limit;
        Woven.runLimited(() -> thread.beginLimited(limit), operationId, OWN_ID, body);
    }

    private static void plain(ThreadState state, int operationId, Runnable body) {
        Woven.run(state::begin, operationId, body);
    }

    private long leftOut(int reason) {
        return collector.counts().leftOutCount(reason);
    }

    private void assertConserved(int drained) {
        SpanCollectorCounts counts = collector.counts();
        assertThat(counts.drainedCount).isEqualTo(drained);
        assertThat(counts.pendingCount + counts.queueFullCount + counts.loadShedCount)
                .isZero();
        assertThat(ThreadState.errorCount).isEqualTo((int) errorsBefore);
        assertThat(counts.startedCount).isEqualTo(drained + counts.sampledOutCount);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void min_leavesOutShorterSpansOnly(boolean own) {
        int never = operation("never", new SpanLimit(FOREVER, 1, 0));
        int always = operation("always", new SpanLimit(0, 1, 0));

        plain(state(own), 7, () -> {
            limited(state(own), never, () -> {});
            limited(state(own), always, () -> {});
        });

        List<Span> spans = Span.drain(collector);
        assertThat(spans).extracting(Span::operationId).containsExactly(always, 7);
        assertThat(spans.get(0).parentSpanId()).isEqualTo(spans.get(1).spanId());
        assertThat(leftOut(SpanCollectorCounts.TOO_SHORT)).isEqualTo(1);
        assertConserved(2);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void min_keepsASpanThatFailed(boolean own) {
        int never = operation("never", new SpanLimit(FOREVER, 1, 0));

        assertThatThrownBy(() -> limited(state(own), never, () -> {
                    throw new IllegalStateException("x");
                }))
                .hasMessage("x");

        assertThat(Span.drain(collector)).extracting(Span::thrownMessage).containsExactly("x");
        assertConserved(1);
    }

    /** However many children there are: a chunk may have been filled and begun anew meanwhile. */
    @ParameterizedTest
    @CsvSource({"true, 1", "true, 128", "true, 256", "false, 1", "false, 128"})
    void min_keepsASpanWithKeptChildren(boolean own, int children) {
        int never = operation("never", new SpanLimit(FOREVER, 1, 0));
        int[] drained = new int[1];

        limited(
                state(own),
                never,
                () -> limited(state(own), never, () -> {
                    for (int i = 0; i < children; i++) {
                        plain(state(own), 7, () -> {});
                        if (i % 100 == 0) {
                            drained[0] += Span.drain(collector).size();
                        }
                    }
                    drained[0] += Span.drain(collector).size();
                }));
        List<Span> spans = Span.drain(collector);

        assertThat(spans).extracting(Span::operationId).containsExactly(never, never);
        assertThat(spans.get(1).parentSpanId()).isZero();
        assertConserved(drained[0] + 2);
        assertThat(drained[0]).isEqualTo(children);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void min_leavesOutASpanWhoseChildrenAreAllLeftOut(boolean own) {
        int never = operation("never", new SpanLimit(FOREVER, 1, 0));

        limited(state(own), never, () -> {
            limited(state(own), never, () -> {});
            limited(state(own), never, () -> {});
        });

        assertThat(Span.drain(collector)).isEmpty();
        assertThat(leftOut(SpanCollectorCounts.TOO_SHORT)).isEqualTo(3);
        assertConserved(0);
    }

    /** From a shared buffer to one of its own, in the middle of the span. */
    @Test
    void min_keepsASpanDuringWhichTheThreadChangesItsBuffer() {
        int never = operation("never", new SpanLimit(FOREVER, 1, 0));
        ThreadState state = new ThreadState(collector.sharedBuffer(0), Thread.currentThread(), true);
        for (int i = 0; i < 3000; i++) {
            limited(state, never, () -> {});
        }
        assertThat(state.owned).isNotNull();
        ThreadState other = new ThreadState(collector.sharedBuffer(0), Thread.currentThread(), true);
        limited(other, never, () -> {
            for (int i = 0; i < ThreadState.LONG_TRACE + 5; i++) {
                plain(other, 7, () -> {});
            }
            assertThat(other.owned).isNotNull();
        });

        assertThat(Span.drain(collector)).hasSize(ThreadState.LONG_TRACE + 6);
        assertThat(leftOut(SpanCollectorCounts.TOO_SHORT)).isEqualTo(3000);
        assertConserved(ThreadState.LONG_TRACE + 6);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void ratioOfZero_givesChildrenToTheNearestKeptSpan(boolean own) {
        int none = operation("none", new SpanLimit(0, 0, 0));

        plain(
                state(own),
                7,
                () -> limited(
                        state(own),
                        none,
                        () -> limited(state(own), none, () -> {
                            plain(state(own), 8, () -> {});
                        })));

        List<Span> spans = Span.drain(collector);
        assertThat(spans).extracting(Span::operationId).containsExactly(8, 7);
        assertThat(spans.get(0).parentSpanId()).isEqualTo(spans.get(1).spanId());
        assertThat(leftOut(SpanCollectorCounts.RATIO)).isEqualTo(2);
        assertConserved(2);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void ratioOfZero_leavesOutTheWholeTraceOfARoot(boolean own) {
        int none = operation("none", new SpanLimit(0, 0, 0));

        limited(state(own), none, () -> plain(state(own), 7, () -> limited(state(own), none, () -> {})));
        plain(state(own), 8, () -> {});

        assertThat(Span.drain(collector)).extracting(Span::operationId).containsExactly(8);
        assertThat(leftOut(SpanCollectorCounts.RATIO)).isEqualTo(3);
        assertConserved(1);
    }

    @Test
    void ratio_keepsItsPart() {
        int third = operation("third", new SpanLimit(0, 0.3, 0));

        plain(sharing, 7, () -> {
            for (int i = 0; i < 3000; i++) {
                limited(sharing, third, () -> {});
            }
        });

        int kept = Span.drain(collector).size() - 1;
        assertThat(kept).isBetween(750, 1050);
        assertThat(leftOut(SpanCollectorCounts.RATIO)).isEqualTo(3000 - kept);
        assertConserved(kept + 1);
    }

    /** A second's worth at once, then one for each hundredth of a second that passes. */
    @Test
    void rate_leavesOutWhatIsAboveIt() {
        int limited = operation("limited", new SpanLimit(0, 1, 100));
        long begin = System.nanoTime();

        plain(sharing, 7, () -> {
            for (int i = 0; i < 3000; i++) {
                limited(sharing, limited, () -> {});
            }
        });

        long seconds = (System.nanoTime() - begin) / 1_000_000_000L + 1;
        int kept = Span.drain(collector).size() - 1;
        assertThat(kept).isBetween(99, (int) Math.min(3000, 101 + 100 * seconds));
        assertThat(leftOut(SpanCollectorCounts.RATE)).isEqualTo(3000 - kept);
        assertConserved(kept + 1);
    }

    @Test
    void rate_isTheRulesAndNotTheOperations() {
        SpanLimit limit = new SpanLimit(0, 1, 1);
        int one = operation("one", limit);
        int two = operation("two", limit);

        plain(sharing, 7, () -> {
            limited(sharing, one, () -> {});
            limited(sharing, two, () -> {});
        });

        assertThat(Span.drain(collector)).hasSize(2);
        assertThat(leftOut(SpanCollectorCounts.RATE)).isEqualTo(1);
    }

    @Test
    void limits_takeNothingOfTracesThatAreNotSampled() {
        Sampling.keepRatio(0);
        int one = operation("unsampled", new SpanLimit(FOREVER, 0, 1));

        limited(sharing, one, () -> limited(sharing, one, () -> {}));
        limited(owning.state, one, () -> limited(owning.state, one, () -> {}));

        SpanCollectorCounts counts = collector.counts();
        assertThat(counts.sampledOutCount).isEqualTo(4);
        for (int reason = 0; reason < SpanCollectorCounts.LIMIT_REASONS; reason++) {
            assertThat(counts.leftOutCount(reason)).isZero();
        }
    }

    @Test
    void off_isLeftAlone() {
        ThreadState.exitLimited(ThreadState.OFF, 0, 0, 0, 0, 0, null);

        assertThat(ThreadState.OFF.spanId).isZero();
        assertThat(ThreadState.OFF.sampled).isFalse();
    }

    /** Whatever is left out: each span that arrives has its parent, or is a root. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void anyMixOfLimits_orphansNoSpan(long seed) {
        Random random = new Random(seed);
        int[] operations = {
            operation("mix0", new SpanLimit(FOREVER, 1, 0)),
            operation("mix1", new SpanLimit(0, 0.5, 0)),
            operation("mix2", new SpanLimit(20_000, 0.8, 0)),
            operation("mix3", new SpanLimit(0, 1, 1_000_000))
        };
        List<Span> spans = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            tree(random, state(random.nextBoolean()), operations, 0);
            spans.addAll(Span.drain(collector));
        }

        Set<Long> ids = new HashSet<>();
        spans.forEach(span -> ids.add(span.spanId()));
        assertThat(ids).hasSize(spans.size()).hasSizeGreaterThan(300);
        assertThat(spans).allMatch(span -> span.parentSpanId() == 0 || ids.contains(span.parentSpanId()));
        assertConserved(spans.size());
    }

    private static void tree(Random random, ThreadState state, int[] operations, int depth) {
        Runnable below = () -> {
            for (int i = depth > 4 ? 0 : random.nextInt(4); i > 0; i--) {
                tree(random, state, operations, depth + 1);
            }
        };
        int choice = random.nextInt(operations.length + 2);
        if (choice < operations.length) {
            limited(state, operations[choice], below);
        } else {
            plain(state, 7, below);
        }
    }

    /** A class loader of its own, since the limit is read when the class is initialised. */
    @Test
    void maxSpansPerTrace_keepsTheFirstSpansAndOrphansNone() throws Exception {
        URL classes = Tracer.class.getProtectionDomain().getCodeSource().getLocation();
        URL tests = LimitTest.class.getProtectionDomain().getCodeSource().getLocation();
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {classes, tests}, ClassLoader.getPlatformClassLoader())) {
            Class<?> type = loader.loadClass(TraceLimitMain.class.getName());
            Method run = type.getDeclaredMethod("run");
            run.setAccessible(true);
            assertThat(type).isNotSameAs(TraceLimitMain.class);

            assertThat(run.invoke(null)).isEqualTo("kept [3, 2, 4, 5, 1], orphans 0, left out 7, started 12, errors 0");
        }
    }
}
