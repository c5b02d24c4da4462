/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.bootstrap;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** A thread ends while its buffer is being drained: everything is drained first, then all chunks come back. */
public class ThreadDeathRaces {
    /** An actor starts threads; each makes its state, offers and ends. */
    static class Mortal {
        private final SpanCollector collector = new SpanCollector(8L * SpanChunk.BYTES, 1 << 30, 1);
        private final Witness witness = new Witness();
        private int offeredCount;

        final void live(int count) {
            offeredCount += count;
            Threads.join(Threads.start(
                    () -> {
                        Thread thread = Thread.currentThread();
                        ThreadState state = new ThreadState(collector.sharedBuffer(0), thread, true);
                        state.owned = new OwnedBuffer(collector, thread, state);
                        collector.register(state.owned);
                        for (int number = 1; number <= count; number++) {
                            state.owned.countStarted();
                            Marked.offer(state.owned, state, number);
                        }
                    },
                    0));
        }

        final void drain() {
            collector.drainTo(witness, Integer.MAX_VALUE);
        }

        final void reap() {
            collector.reap();
        }

        final String verdict() {
            drain();
            return witness.verdict(collector, offeredCount, 0);
        }
    }

    @JCStressTest
    @Outcome(id = "exact", expect = ACCEPTABLE)
    @Outcome(expect = FORBIDDEN)
    @State
    public static class OneThread extends Mortal {
        private volatile boolean ended;

        @Actor
        public void produce() {
            live(130);
            ended = true;
        }

        @Actor
        public void consume() {
            while (!ended) {
                drain();
            }
        }

        @Arbiter
        public void after(L_Result r) {
            r.r1 = verdict();
        }
    }

    /** Dead buffers are unlinked, first or not, while new ones are put before them. */
    @JCStressTest
    @Outcome(id = "exact", expect = ACCEPTABLE)
    @Outcome(expect = FORBIDDEN)
    @State
    public static class ThreadAfterThread extends Mortal {
        private volatile boolean ended;

        @Actor
        public void produce() {
            live(1);
            live(0);
            live(129);
            ended = true;
        }

        @Actor
        public void consume() {
            while (!ended) {
                drain();
            }
        }

        @Arbiter
        public void after(L_Result r) {
            r.r1 = verdict();
        }
    }

    /** The consumer takes nothing for a while, and only looks for buffers to dissolve. */
    @JCStressTest
    @Outcome(id = "exact", expect = ACCEPTABLE)
    @Outcome(expect = FORBIDDEN)
    @State
    public static class ReapingMeanwhile extends Mortal {
        private volatile boolean ended;

        @Actor
        public void produce() {
            live(1);
            live(0);
            live(2);
            ended = true;
        }

        @Actor
        public void consume() {
            while (!ended) {
                reap();
            }
        }

        @Arbiter
        public void after(L_Result r) {
            r.r1 = verdict();
        }
    }
}
