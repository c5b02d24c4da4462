/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AllocationTest {
    private static final int SPANS = 1_000_000;
    private static final int ROUNDS = 5;
    private static final int CHUNKS = 64;

    @AfterEach
    void keepAll() {
        Sampling.keepRatio(1);
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, 0})
    void enterAndExit_allocateNothing(double ratio) {
        ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        SpanCollector collector = new SpanCollector((long) CHUNKS * SpanChunk.BYTES, 512, 1);
        Sampling.keepRatio(ratio);
        Tracer.install(collector, 1, 2);
        AtomicBoolean done = new AtomicBoolean();
        long[] bytes = new long[2];

        Threads.inFresh(() -> {
            long threadId = Thread.currentThread().getId();
            createAllChunks(collector);
            Thread consumer = Threads.start(
                    () -> {
                        while (!done.get()) {
                            collector.resetMarks();
                            collector.drainTo((records, offset, thrown, name) -> {}, 1 << 20);
                            collector.await(1_000_000);
                        }
                    },
                    0);
            spans(200_000);
            long before = memory.getThreadAllocatedBytes(threadId);
            bytes[0] = memory.getThreadAllocatedBytes(threadId) - before;
            bytes[1] = Long.MAX_VALUE;
            for (int round = 0; round < ROUNDS; round++) {
                before = memory.getThreadAllocatedBytes(threadId);
                spans(SPANS / ROUNDS);
                bytes[1] = Math.min(bytes[1], memory.getThreadAllocatedBytes(threadId) - before);
            }
            done.set(true);
            Threads.join(consumer);
        });

        // The least of some rounds: once in a run the thread is charged for 128 bytes that are none of a span's.
        assertThat(bytes[1] - bytes[0]).isZero();
        assertThat(collector.counts().startedCount).isGreaterThanOrEqualTo(SPANS);
        assertThat(collector.counts().sampledOutCount > 0).isEqualTo(ratio == 0);
    }

    private static void createAllChunks(SpanCollector collector) {
        SpanChunk[] chunks = new SpanChunk[CHUNKS];
        for (int i = 0; i < CHUNKS; i++) {
            chunks[i] = collector.acquireChunk();
        }
        for (SpanChunk chunk : chunks) {
            collector.releaseChunk(chunk);
        }
    }

    /** Two arguments and a result, of which a text takes two bytes a char; and nothing of limits. */
    @Test
    void capturesAndLimits_allocateNothing() {
        ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        SpanCollector collector = new SpanCollector((long) CHUNKS * SpanChunk.BYTES, 1 << 30, 1);
        int limited = Operations.register(
                        "com.acme.Allocation", "run", 1, new String[0], new SpanLimit(Long.MAX_VALUE, 0.9, 1_000_000))
                .id;
        long[] bytes = new long[1];
        long longBefore = ThreadState.errorCount;

        Threads.inFresh(() -> {
            Thread thread = Thread.currentThread();
            createAllChunks(collector);
            collector.reap(); // as the drain that comes after such a burst: nothing is shed any more
            ThreadState state = own(collector, thread);
            String text = "price in \u20ac";
            for (int round = 0; round < 2000; round++) {
                if (round == 1000) {
                    bytes[0] = -memory.getThreadAllocatedBytes(thread.getId());
                }
                for (int i = 0; i < 200; i++) {
                    state.begin();
                    long span = state.spanId;
                    state.spanId = 0;
                    ThreadState.capture(state, span, 0, text);
                    ThreadState.capture(state, span, 1, (long) i);
                    ThreadState.capture(state, span, 2, 0.5);
                    ThreadState.exitWithValues(state, 1, span, 0, state.startNanos, null);
                    state.beginLimited(Operations.get(limited).limit);
                    span = state.spanId;
                    state.spanId = 0;
                    ThreadState.exitLimited(state, limited, span, 0, state.startNanos, state.publishedMark, null);
                }
                collector.drainTo((records, offset, thrown, name) -> {}, 1 << 20);
            }
            bytes[0] += memory.getThreadAllocatedBytes(thread.getId());
        });

        assertThat(bytes[0]).isLessThan(1000); // the calls that measure
        assertThat(collector.counts().drainedCount).isEqualTo(2000 * 200);
        assertThat(collector.counts().leftOutCount(SpanCollectorCounts.TOO_SHORT))
                .isPositive();
        assertThat((long) ThreadState.errorCount).isEqualTo(longBefore);
    }

    /** A segment wraps a chunk for one use: a few objects for 128 spans. */
    @Test
    void sharedBuffer_allocatesLessThanAByteForEachSpan() {
        ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        SpanCollector collector = new SpanCollector(8L * SpanChunk.BYTES, 1 << 30, 1);
        long[] bytes = new long[1];

        Threads.inFresh(() -> {
            ThreadState state = new ThreadState(collector.sharedBuffer(0), Thread.currentThread(), false);
            for (int round = 0; round < 2000; round++) {
                if (round == 1000) {
                    bytes[0] = -memory.getThreadAllocatedBytes(
                            Thread.currentThread().getId());
                }
                for (int i = 0; i < 500; i++) {
                    state.begin();
                    long span = state.spanId;
                    state.spanId = 0;
                    ThreadState.exit(state, 1, span, 0, state.startNanos, null);
                }
                collector.drainTo((records, offset, thrown, name) -> {}, 1 << 20);
            }
            bytes[0] += memory.getThreadAllocatedBytes(Thread.currentThread().getId());
        });

        assertThat(bytes[0]).isLessThan(1000 * 500);
        assertThat(collector.counts().drainedCount).isEqualTo(2000 * 500);
    }

    /** What the budget takes for a thread with a buffer of its own. */
    @Test
    void buffer_weighsNoMoreThanItIsChargedFor() {
        ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        SpanCollector collector = new SpanCollector(8L * SpanChunk.BYTES, 1 << 30, 1);
        Thread thread = Thread.currentThread();
        ThreadState[] states = new ThreadState[1000];
        for (int i = 0; i < 500; i++) {
            states[i] = own(collector, thread);
        }
        long before = memory.getThreadAllocatedBytes(thread.getId());
        for (int i = 500; i < 1000; i++) {
            states[i] = own(collector, thread);
        }
        long bytes = memory.getThreadAllocatedBytes(thread.getId()) - before;

        assertThat(bytes / 500).isBetween((long) OwnedBuffer.BYTES / 2, (long) OwnedBuffer.BYTES);
        assertThat(states[999].owned).isNotNull();
    }

    private static ThreadState own(SpanCollector collector, Thread thread) {
        ThreadState state = new ThreadState.Padded(collector.sharedBuffer(0), thread);
        state.owned = new OwnedBuffer(collector, thread, state);
        collector.register(state.owned);
        return state;
    }

    private static void spans(int count) {
        for (int i = 0; i < count; i += 2) {
            ThreadState outer = ThreadState.enter();
            long outerId = outer.spanId;
            long outerStart = outer.startNanos;
            ThreadState inner = ThreadState.enter();
            long innerId = inner.spanId;
            long innerStart = inner.startNanos;
            inner.spanId = outerId;
            ThreadState.exit(inner, 2, innerId, outerId, innerStart, null);
            outer.spanId = 0;
            ThreadState.exit(outer, 1, outerId, 0, outerStart, null);
        }
    }
}
