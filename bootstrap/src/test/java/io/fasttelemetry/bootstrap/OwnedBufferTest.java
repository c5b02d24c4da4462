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
}
