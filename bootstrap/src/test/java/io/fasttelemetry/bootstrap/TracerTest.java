/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TracerTest {
    private final SpanCollector collector = new SpanCollector(64L << 20, 1 << 30, 1);
    private int suppressedBefore;

    @BeforeEach
    void install() {
        Tracer.install(collector, 11, 12);
        suppressedBefore = ThreadState.errorCount;
    }

    @AfterEach
    void keepAll() {
        Sampling.keepRatio(1);
    }

    @Test
    void exit_recordsRootsAndChildrenOfOneTrace() {
        Threads.inFresh(() -> Woven.run(1, () -> {
            Woven.run(2, () -> Woven.run(3, () -> {}));
            Woven.run(4, () -> {});
        }));
        List<Span> spans = Span.drain(collector);

        assertThat(spans).extracting(Span::operationId).containsExactly(3, 2, 4, 1);
        Span third = spans.get(0);
        Span second = spans.get(1);
        Span fourth = spans.get(2);
        Span root = spans.get(3);
        assertThat(root.parentSpanId()).isZero();
        assertThat(second.parentSpanId()).isEqualTo(root.spanId());
        assertThat(third.parentSpanId()).isEqualTo(second.spanId());
        assertThat(fourth.parentSpanId()).isEqualTo(root.spanId());
        assertThat(spans).extracting(Span::spanId).doesNotHaveDuplicates().doesNotContain(0L);
        assertThat(spans).extracting(Span::traceIdHigh).containsOnly(root.traceIdHigh());
        assertThat(spans).extracting(Span::traceIdLow).containsOnly(root.traceIdLow());
        assertThat(spans).allMatch(span -> span.endNanos() - span.startNanos() >= 0);
        assertThat(spans)
                .allMatch(span -> span.startNanos() - root.startNanos() >= 0 && root.endNanos() - span.endNanos() >= 0);
        assertThat(spans).extracting(Span::threadName).containsOnly("fresh");
    }

    @Test
    void exit_ofARootIsFollowedByANewTrace() {
        Threads.inFresh(() -> {
            Woven.run(1, () -> {});
            Woven.run(1, () -> {});
        });
        List<Span> spans = Span.drain(collector);

        assertThat(spans).extracting(Span::parentSpanId).containsExactly(0L, 0L);
        assertThat(spans).extracting(Span::traceIdHigh).doesNotHaveDuplicates();
        assertThat(spans).extracting(Span::traceIdLow).doesNotHaveDuplicates();
    }

    @Test
    void exit_restoresTheParentAfterAnException() {
        IllegalStateException failure = new IllegalStateException("application");
        Threads.inFresh(() -> Woven.run(1, () -> {
            assertThatThrownBy(() -> Woven.run(2, () -> {
                        throw failure;
                    }))
                    .isSameAs(failure);
            Woven.run(3, () -> {});
        }));
        List<Span> spans = Span.drain(collector);

        assertThat(spans).extracting(Span::operationId).containsExactly(2, 3, 1);
        assertThat(spans).extracting(Span::thrown).containsExactly(failure, null, null);
        assertThat(spans.get(1).parentSpanId()).isEqualTo(spans.get(2).spanId());
        assertThat(spans.get(0).parentSpanId()).isEqualTo(spans.get(2).spanId());
        assertThat(spans.get(2).parentSpanId()).isZero();
    }

    @Test
    void exit_leavesNoContextBehindAfterStackOverflows() {
        int overflows = 200;
        List<Span> roots = new ArrayList<>();
        SpanVisitor visitor = (records, offset, thrown, name) -> {
            if (records[offset + SpanLayout.PARENT_SPAN_ID] == 0) {
                roots.add(Span.read(records, offset, thrown, name));
            }
        };
        Threads.inFresh(
                1,
                index -> {
                    StackOverflow.repeat(overflows, ThreadState::enter, () -> collector.drainTo(visitor, 1 << 30));
                    assertThat(Tracer.currentSpanId()).isNull();
                    Woven.run(2, () -> Woven.run(3, () -> {}));
                },
                160 << 10);
        List<Span> last = Span.drain(collector);

        assertThat(roots).hasSize(overflows);
        assertThat(roots).extracting(Span::thrownType).containsOnly("java.lang.StackOverflowError");
        assertThat(last).extracting(Span::operationId).containsExactly(3, 2);
        assertThat(last.get(1).parentSpanId()).isZero();
        assertThat(last.get(0).parentSpanId()).isEqualTo(last.get(1).spanId());
        assertThat(last).extracting(Span::thrownType).containsOnlyNulls();
        assertThat(collector.counts().queueFullCount).isZero();
        checkConservation();
    }

    @Test
    void enter_leavesNoContextBehindWhereARootFindsNoStack() {
        int suppressed = ThreadState.errorCount;
        int[] failures = new int[1];
        Threads.inFresh(
                1,
                index -> {
                    for (int i = 0; i < 50; i++) {
                        failures[0] += StackOverflow.rootsAtTheEnd(60);
                        assertThat(Tracer.currentSpanId()).isNull();
                    }
                },
                160 << 10);

        List<Span> spans = Span.drain(collector);

        assertThat(failures[0] + ThreadState.errorCount - suppressed).isPositive();
        assertThat(spans).isNotEmpty().allMatch(span -> span.parentSpanId() == 0);
        checkConservation();
    }

    @Test
    void exit_countsEachSpanOnceWhenStacksOverflowAndThePoolIsEmpty() {
        SpanCollector small = new SpanCollector(4L * SpanChunk.BYTES, 1 << 30, 1);
        Tracer.install(small, 11, 12);
        Threads.inFresh(
                1,
                index -> StackOverflow.repeat(
                        200, ThreadState::enter, () -> small.drainTo((records, offset, thrown, name) -> {}, 30)),
                160 << 10);

        Span.drain(small);

        assertThat(small.lentChunkCount()).isEqualTo(1); // the shared buffer's
        assertThat(small.counts().queueFullCount + small.counts().loadShedCount).isPositive();
        checkConservation(small);
    }

    @Test
    void exit_countsEachSpanOnceWhenUnsampledStacksOverflow() {
        Sampling.keepRatio(0);
        Threads.inFresh(1, index -> StackOverflow.repeat(200, ThreadState::enter, () -> {}), 160 << 10);

        assertThat(Span.drain(collector)).isEmpty();
        assertThat(collector.counts().sampledOutCount).isPositive();
        checkConservation();
    }

    private void checkConservation() {
        checkConservation(collector);
    }

    private void checkConservation(SpanCollector checked) {
        SpanCollectorCounts stats = checked.counts();
        long suppressed = (long) ThreadState.errorCount - suppressedBefore;
        assertThat(stats.pendingCount).isZero();
        assertThat(stats.sampledOutCount + stats.loadShedCount + stats.queueFullCount + suppressed + stats.drainedCount)
                .isEqualTo(stats.startedCount);
        assertThat(checked.thrownRecords.heldCount()).isZero();
        assertThat(checked.thrownRecords.keptBytes()).isZero();
    }

    @Test
    void enter_countsAndKeepsNothingOfUnsampledTraces() {
        Sampling.keepRatio(0);
        Threads.inFresh(() -> Woven.run(1, () -> {
            assertThat(Tracer.currentTraceId()).hasSize(32);
            Woven.run(2, () -> {});
        }));

        assertThat(Span.drain(collector)).isEmpty();
        assertThat(collector.counts().startedCount).isEqualTo(2);
        assertThat(collector.counts().sampledOutCount).isEqualTo(2);
        assertThat(collector.lentChunkCount()).isZero();
    }

    @Test
    void enter_decidesOncePerTrace() {
        Sampling.keepRatio(0.5);
        Threads.inFresh(() -> {
            for (int i = 0; i < 1000; i++) {
                Woven.run(1, () -> Woven.run(2, () -> {}));
            }
        });
        List<Span> spans = Span.drain(collector);

        assertThat(spans).hasSizeBetween(800, 1200);
        assertThat(spans.size() % 2).isZero();
        assertThat(spans).allMatch(span -> Sampling.keeps(span.traceIdLow(), 0));
        assertThat(collector.counts().sampledOutCount).isEqualTo(2000L - spans.size());
    }

    @Test
    void suppressThisThread_recordsNothingThereOnly() {
        Threads.inFresh(() -> {
            Tracer.suppressThisThread();
            assertThat(ThreadState.enter()).isSameAs(ThreadState.OFF);
            Woven.run(1, () -> assertThat(Tracer.currentSpanId()).isNull());
            assertThat(ThreadState.enter()).isSameAs(ThreadState.OFF);
        });
        Threads.inFresh(() -> Woven.run(2, () -> {}));

        assertThat(Span.drain(collector)).extracting(Span::operationId).containsExactly(2);
        assertThat(collector.counts().startedCount).isEqualTo(1);
    }

    @Test
    void currentIds_areThoseOfTheInnermostOpenSpan() {
        String[] ids = new String[4];
        Threads.inFresh(() -> {
            assertThat(Tracer.currentTraceId()).isNull();
            assertThat(Tracer.currentSpanId()).isNull();
            Woven.run(1, () -> {
                ids[0] = Tracer.currentTraceId();
                ids[1] = Tracer.currentSpanId();
                Woven.run(2, () -> {
                    ids[2] = Tracer.currentSpanId();
                    assertThat(Tracer.currentTraceId()).isEqualTo(ids[0]);
                });
                ids[3] = Tracer.currentSpanId();
            });
            assertThat(Tracer.currentTraceId()).isNull();
            assertThat(Tracer.currentSpanId()).isNull();
        });
        List<Span> spans = Span.drain(collector);

        Span root = spans.get(1);
        assertThat(ids[0]).isEqualTo(String.format("%016x%016x", root.traceIdHigh(), root.traceIdLow()));
        assertThat(ids[1]).isEqualTo(String.format("%016x", root.spanId())).isEqualTo(ids[3]);
        assertThat(ids[2]).isEqualTo(String.format("%016x", spans.get(0).spanId()));
    }

    /** A class loader of its own, since in this process recording was started before. */
    @Test
    void enter_recordsOnThreadsThatCameByBeforeInstall() throws Exception {
        URL classes = Tracer.class.getProtectionDomain().getCodeSource().getLocation();
        try (URLClassLoader loader = new URLClassLoader(new URL[] {classes}, ClassLoader.getPlatformClassLoader())) {
            Class<?> tracer = loader.loadClass(Tracer.class.getName());
            Class<?> collectorType = loader.loadClass(SpanCollector.class.getName());
            Class<?> state = loader.loadClass(ThreadState.class.getName());
            Method enter = state.getMethod("enter");
            Field weight = state.getField("weight");
            assertThat(tracer).isNotSameAs(Tracer.class);

            assertThat(weight.get(enter.invoke(null))).isEqualTo(0);
            assertThat(tracer.getMethod("currentSpanId").invoke(null)).isNull();
            assertThat(weight.get(enter.invoke(null))).isEqualTo(0);
            Object fresh = collectorType
                    .getConstructor(long.class, int.class, int.class)
                    .newInstance(1L << 20, 100, 1);
            tracer.getMethod("install", collectorType, long.class, long.class).invoke(null, fresh, 1L, 2L);

            assertThat(weight.get(enter.invoke(null))).isEqualTo(1);
            assertThat(tracer.getMethod("currentSpanId").invoke(null)).isNotNull();
        }
    }
}
