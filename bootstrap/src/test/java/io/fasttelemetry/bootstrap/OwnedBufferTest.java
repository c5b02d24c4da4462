/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OwnedBufferTest {
    private final SpanCollector collector = new SpanCollector(8L * SpanChunk.BYTES, 1 << 30, 1);

    @Test
    void drainTo_losesAtMostTheSpanWhoseVisitorThrew() {
        try (LiveThread thread = new LiveThread(collector, "t")) {
            for (int i = 1; i <= 300; i++) {
                Marked.offer(thread.buffer, thread.state, i);
            }
            List<Long> seen = new ArrayList<>();
            SpanVisitor visitor = (records, offset, thrown, name) -> {
                long number = Marked.number(records, offset, thrown);
                if (number % 64 == 0) {
                    throw new IllegalStateException("visitor");
                }
                seen.add(number);
            };

            int failures = 0;
            for (boolean done = false; !done; ) {
                try {
                    collector.drainTo(visitor, 1000);
                    done = true;
                } catch (IllegalStateException e) {
                    failures++;
                }
            }

            assertThat(failures).isEqualTo(4);
            assertThat(seen).hasSize(296).isSorted().doesNotHaveDuplicates();
            assertThat(collector.counts().drainedCount).isEqualTo(300);
            assertThat(collector.counts().pendingCount).isZero();
        }
    }

    @Test
    void drainTo_handsOverExceptionOnceAndTheThreadsPresentName() {
        try (LiveThread thread = new LiveThread(collector, "before")) {
            Throwable failure = new Throwable();
            thread.rename("after");
            thread.buffer.offer(thread.state, 1, 1, 0, 0, 0, ThrownRecord.of(failure, null, true));
            thread.buffer.offer(thread.state, 1, 2, 0, 0, 0, null);

            List<Span> spans = Span.drain(collector);

            assertThat(spans).extracting(Span::thrown).containsExactly(failure, null);
            SpanChunk chunk = new SpanChunk();
            chunk.thrown[3] = ThrownRecord.of(failure, null, true);
            chunk.visit(3, (records, offset, thrown, name) -> {}, "t");
            assertThat(chunk.thrown).as("nothing of the application is kept").containsOnlyNulls();
            assertThat(spans).extracting(Span::threadName).containsOnly("after");
        }
    }

    @Test
    void drainTo_takesAnyMaximum() {
        try (LiveThread thread = new LiveThread(collector, "t")) {
            for (int round = 1; round <= 3; round++) {
                Marked.offer(thread.buffer, thread.state, round);

                assertThat(thread.buffer.drainTo((records, offset, thrown, name) -> {}, Integer.MAX_VALUE))
                        .isEqualTo(1);
            }
        }
    }

    @Test
    void drainTo_dissolvesTheBufferWhenThreadLocalsWereErased() throws InterruptedException {
        try (LiveThread thread = new LiveThread(collector, "t")) {
            for (int i = 1; i <= 200; i++) {
                Marked.offer(thread.buffer, thread.state, i);
            }
            assertThat(Span.drain(collector)).hasSize(200);
            Marked.offer(thread.buffer, thread.state, 201);
            assertThat(collector.lentChunkCount()).isEqualTo(1);

            thread.state = null;

            List<Span> rest = new ArrayList<>();
            long deadline = System.nanoTime() + 20_000_000_000L;
            while (collector.lentChunkCount() > 0 && System.nanoTime() < deadline) {
                System.gc();
                Thread.onSpinWait();
                rest.addAll(Span.drain(collector));
            }
            assertThat(collector.lentChunkCount()).isZero();
            assertThat(rest).hasSize(1);
        }
    }

    /** As many live threads as chunks, all of which are full and drained: none waits for another's. */
    @Test
    void offer_beginsTheDrainedChunkAnewThoughThePoolIsEmpty() {
        List<LiveThread> threads = new ArrayList<>();
        for (int i = 0; i < 7; i++) { // with the weight of an eighth buffer there would be a chunk less
            threads.add(new LiveThread(collector, "t"));
        }
        collector.limitBytes(7L * SpanChunk.BYTES);
        for (int round = 0; round < 5; round++) {
            int first = round * SpanChunk.CAPACITY;
            for (LiveThread thread : threads) {
                for (int i = 1; i <= SpanChunk.CAPACITY; i++) {
                    Marked.offer(thread.buffer, thread.state, first + i);
                }
            }
            assertThat(collector.lentChunkCount()).isEqualTo(7);
            assertThat(collector.counts().pendingCount).isEqualTo(7 * SpanChunk.CAPACITY);
            List<Long> numbers = new ArrayList<>();
            SpanVisitor visitor =
                    (records, offset, thrown, name) -> numbers.add(Marked.number(records, offset, thrown));
            assertThat(collector.drainTo(visitor, 300)).isEqualTo(300);
            assertThat(collector.drainTo(visitor, 1000)).isEqualTo(7 * SpanChunk.CAPACITY - 300);
            assertThat(numbers).contains(first + 1L, (long) first + SpanChunk.CAPACITY);
            assertThat(collector.counts().pendingCount).isZero();
        }

        assertThat(collector.counts().queueFullCount).isZero();
        assertThat(collector.createdChunkCount()).isEqualTo(7);
        threads.forEach(LiveThread::close);
    }

    @Test
    void reap_dissolvesBuffersOfEndedThreadsThatHoldNothing() {
        LiveThread drained = new LiveThread(collector, "drained");
        LiveThread pending = new LiveThread(collector, "pending");
        Marked.offer(drained.buffer, drained.state, 1);
        assertThat(Span.drain(collector)).hasSize(1);
        Marked.offer(pending.buffer, pending.state, 2);
        try (LiveThread live = new LiveThread(collector, "live")) {
            Marked.offer(live.buffer, live.state, 3);
            collector.reap();
            assertThat(collector.ownerCount()).isEqualTo(3);

            drained.close();
            pending.close();
            collector.reap();

            assertThat(collector.ownerCount()).isEqualTo(2);
            assertThat(collector.lentChunkCount()).isEqualTo(2);
            assertThat(collector.counts().drainedCount).isEqualTo(1);
            assertThat(Span.drain(collector)).extracting(Span::spanId).containsExactlyInAnyOrder(2L, 3L);
            assertThat(collector.ownerCount()).isEqualTo(1);
        }
    }

    /** The drain goes on behind the buffer that it had stopped at. */
    @Test
    void reap_betweenTwoDrainsLosesNoBuffer() {
        List<LiveThread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            threads.add(new LiveThread(collector, "t"));
            Marked.offer(threads.get(i).buffer, threads.get(i).state, i + 1);
        }
        List<Span> spans = new ArrayList<>();
        SpanVisitor visitor = (records, offset, thrown, name) -> spans.add(Span.read(records, offset, thrown, name));
        threads.forEach(LiveThread::close);
        for (int i = 0; i < 4; i++) {
            assertThat(collector.drainTo(visitor, 1)).isEqualTo(1);
            collector.reap();
        }

        assertThat(spans).extracting(Span::spanId).containsExactlyInAnyOrder(1L, 2L, 3L, 4L);
        assertThat(collector.ownerCount()).isZero();
        assertThat(collector.drainTo(visitor, 1)).isZero();
        assertThat(collector.lentChunkCount()).isZero();
    }
}
