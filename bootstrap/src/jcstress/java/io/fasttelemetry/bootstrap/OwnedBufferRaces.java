/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.bootstrap;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IL_Result;
import org.openjdk.jcstress.infra.results.L_Result;

/** One producer against the consumer: nothing torn, lost, doubled or out of order. */
public class OwnedBufferRaces {
    @JCStressTest
    @Outcome(id = "[0-3], exact", expect = ACCEPTABLE, desc = "The consumer saw a beginning; the rest came later.")
    @Outcome(expect = FORBIDDEN)
    @State
    public static class FirstRecords extends OwnedRace {
        public FirstRecords() {
            super(4, 0);
        }

        @Actor
        public void produce() {
            offer(3);
        }

        @Actor
        public void consume(IL_Result r) {
            r.r1 = drain(Integer.MAX_VALUE);
        }

        @Arbiter
        public void after(IL_Result r) {
            r.r2 = verdict();
        }
    }

    @JCStressTest
    @Outcome(id = "(12[6-9]|130), exact", expect = ACCEPTABLE, desc = "Up to some record, on this chunk or the next.")
    @Outcome(expect = FORBIDDEN)
    @State
    public static class ChangeOfChunk extends OwnedRace {
        public ChangeOfChunk() {
            super(4, SpanChunk.CAPACITY - 2);
        }

        @Actor
        public void produce() {
            offer(4);
        }

        @Actor
        public void consume(IL_Result r) {
            r.r1 = drain(Integer.MAX_VALUE);
        }

        @Arbiter
        public void after(IL_Result r) {
            r.r2 = verdict();
        }
    }

    /** The chunk comes back and is filled again while it is being left. */
    @JCStressTest
    @Outcome(id = "exact", expect = ACCEPTABLE)
    @Outcome(expect = FORBIDDEN)
    @State
    public static class ReuseOfChunks extends OwnedRace {
        public ReuseOfChunks() {
            super(3, SpanChunk.CAPACITY);
        }

        @Actor
        public void produce() {
            offer(2 * SpanChunk.CAPACITY);
        }

        @Actor
        public void consume() {
            drain(100);
            drain(100);
            drain(100);
        }

        @Arbiter
        public void after(L_Result r) {
            r.r1 = verdict();
        }
    }

    /** Values are seen with their span or not at all, and the consumer finds its way out of a chunk left unfilled. */
    @JCStressTest
    @Outcome(id = "12[0-7], exact", expect = ACCEPTABLE, desc = "Up to some span, on this chunk or the next.")
    @Outcome(expect = FORBIDDEN)
    @State
    public static class ValuesAtTheEndOfAChunk extends OwnedRace {
        public ValuesAtTheEndOfAChunk() {
            super(4, SpanChunk.CAPACITY - 7);
        }

        @Actor
        public void produce() {
            offerWithValues(3);
            offer(1);
            offerWithValues(2);
        }

        @Actor
        public void consume(IL_Result r) {
            r.r1 = drain(Integer.MAX_VALUE);
        }

        @Arbiter
        public void after(IL_Result r) {
            r.r2 = verdict();
        }
    }

    /** One chunk, which is used again and again: values that have no room are counted, spans come or are dropped. */
    @JCStressTest
    @Outcome(id = "\\d+, exact", expect = ACCEPTABLE, desc = "Each span was drained or counted as dropped.")
    @Outcome(expect = FORBIDDEN)
    @State
    public static class ValuesInTheLastChunk extends OwnedRace {
        public ValuesInTheLastChunk() {
            super(1, SpanChunk.CAPACITY - 3);
        }

        @Actor
        public void produce() {
            offerWithValues(8);
        }

        @Actor
        public void consume() {
            for (int i = 0; i < 6; i++) {
                drain(SpanChunk.CAPACITY);
            }
        }

        @Arbiter
        public void after(IL_Result r) {
            r.r1 = (int) collector.counts().queueFullCount;
            r.r2 = verdict();
        }
    }

    /** The producer needs a third chunk of two, unless the consumer has given the first one back. */
    @JCStressTest
    @Outcome(id = "\\d+, exact", expect = ACCEPTABLE, desc = "Each record was drained or counted as dropped.")
    @Outcome(expect = FORBIDDEN)
    @State
    public static class FullPool extends OwnedRace {
        public FullPool() {
            super(2, 2 * SpanChunk.CAPACITY - 1);
        }

        @Actor
        public void produce() {
            offer(4);
        }

        @Actor
        public void consume() {
            drain(SpanChunk.CAPACITY + 1);
        }

        @Arbiter
        public void after(IL_Result r) {
            r.r1 = (int) collector.counts().queueFullCount;
            r.r2 = verdict();
        }
    }

    /** The export loop lowers the limit for its backlog, and restores it. */
    @JCStressTest
    @Outcome(id = "\\d+, exact", expect = ACCEPTABLE)
    @Outcome(expect = FORBIDDEN)
    @State
    public static class LoweredLimit extends OwnedRace {
        public LoweredLimit() {
            super(3, SpanChunk.CAPACITY - 1);
        }

        @Actor
        public void produce() {
            offer(4);
        }

        @Actor
        public void consume() {
            collector.limitBytes(0);
            drain(Integer.MAX_VALUE);
            collector.limitBytes(Long.MAX_VALUE);
        }

        @Arbiter
        public void after(IL_Result r) {
            r.r1 = (int) collector.counts().queueFullCount;
            r.r2 = verdict();
        }
    }

    /** At shutdown the last drain meets threads that go on: what it leaves behind is known as held. */
    @JCStressTest
    @Outcome(id = "exact", expect = ACCEPTABLE)
    @Outcome(expect = FORBIDDEN)
    @State
    public static class LastDrain extends OwnedRace {
        private SpanCollectorCounts last;

        public LastDrain() {
            super(4, SpanChunk.CAPACITY - 3);
        }

        @Actor
        public void produce() {
            offer(5);
        }

        @Actor
        public void stop() {
            drain(Integer.MAX_VALUE);
            last = collector.counts();
        }

        @Arbiter
        public void after(L_Result r) {
            SpanCollectorCounts now = collector.counts();
            boolean fits = last.drainedCount == now.drainedCount
                    && last.pendingCount <= now.pendingCount
                    && now.drainedCount + now.pendingCount + now.queueFullCount == now.startedCount;
            r.r1 = fits ? verdict() : "held " + last.pendingCount + " then " + now.pendingCount;
        }
    }

    /** The pool has nothing: the producer begins its chunk anew, if the consumer has emptied it. */
    @JCStressTest
    @Outcome(id = "[0-3], exact", expect = ACCEPTABLE, desc = "Each record was drained or counted as dropped.")
    @Outcome(expect = FORBIDDEN)
    @State
    public static class ChunkBegunAnew extends OwnedRace {
        public ChunkBegunAnew() {
            super(1, SpanChunk.CAPACITY);
        }

        @Actor
        public void produce() {
            offer(3);
        }

        @Actor
        public void consume() {
            drain(SpanChunk.CAPACITY - 1);
            drain(Integer.MAX_VALUE);
            drain(Integer.MAX_VALUE);
        }

        @Arbiter
        public void after(IL_Result r) {
            r.r1 = (int) collector.counts().queueFullCount;
            r.r2 = verdict();
        }
    }

    /** Twice: what the consumer said of the chunk's last use must not be taken for this one. */
    @JCStressTest
    @Outcome(id = "\\d+, exact", expect = ACCEPTABLE, desc = "Each record was drained or counted as dropped.")
    @Outcome(expect = FORBIDDEN)
    @State
    public static class ChunkBegunAnewAgainAndAgain extends OwnedRace {
        public ChunkBegunAnewAgainAndAgain() {
            super(2, 2 * SpanChunk.CAPACITY);
        }

        @Actor
        public void produce() {
            offer(2 * SpanChunk.CAPACITY + 2);
        }

        @Actor
        public void consume() {
            for (int i = 0; i < 8; i++) {
                drain(90);
            }
        }

        @Arbiter
        public void after(IL_Result r) {
            r.r1 = (int) collector.counts().queueFullCount;
            r.r2 = verdict();
        }
    }

    /** A thread gets its buffer while the consumer is on its way: what it offered before comes before. */
    @JCStressTest
    @Outcome(id = "exact", expect = ACCEPTABLE)
    @Outcome(expect = FORBIDDEN)
    @State
    public static class ChangeOver {
        private final SpanCollector collector = new SpanCollector(8L * SpanChunk.BYTES, 1 << 30, 1);
        private final Witness witness = new Witness();
        private final ThreadState state = new ThreadState(collector.sharedBuffer(0), OwnedRace.LIVE, true);

        @Actor
        public void produce() {
            state.shared.countStarted(4);
            Marked.offer(state.shared, state, 1);
            Marked.offer(state.shared, state, 2);
            OwnedBuffer buffer = new OwnedBuffer(collector, OwnedRace.LIVE, state);
            collector.register(buffer);
            Marked.offer(buffer, state, 3);
            Marked.offer(buffer, state, 4);
        }

        @Actor
        public void consume() {
            collector.drainTo(witness, Integer.MAX_VALUE);
            collector.reap();
            collector.drainTo(witness, 1);
            collector.reap();
        }

        @Arbiter
        public void after(L_Result r) {
            collector.drainTo(witness, Integer.MAX_VALUE);
            r.r1 = witness.verdict(collector, 4, collector.lentChunkCount());
        }
    }
}
