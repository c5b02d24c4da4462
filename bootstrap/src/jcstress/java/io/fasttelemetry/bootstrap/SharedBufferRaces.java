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

/**
 * Two producers against each other and against the consumer. Where an actor is a producer and the consumer in turn,
 * what it does falls into the middle of the other's offer all the same, and two processors are enough.
 */
public class SharedBufferRaces {
    private static final Thread ONE = new Thread("one");
    private static final Thread TWO = new Thread("two");

    /** A shared buffer with a state for each of two producers. */
    static class Shared {
        private final SpanCollector collector;
        private final SharedBuffer buffer;
        private final ThreadState one;
        private final ThreadState two;
        private final Witness witness = new Witness();
        private final int offeredBefore;
        private final CapturedValues valuesOfOne = new CapturedValues();
        private final CapturedValues valuesOfTwo = new CapturedValues();
        private int numberOfOne;
        private int numberOfTwo;

        Shared(int chunks, int offeredBefore) {
            collector = new SpanCollector((long) chunks * SpanChunk.BYTES, 1 << 30, 1);
            buffer = collector.sharedBuffer(0);
            one = new ThreadState(buffer, ONE, false);
            two = new ThreadState(buffer, TWO, false);
            offerAsOne(offeredBefore);
            this.offeredBefore = offeredBefore;
        }

        final void offerAsOne(int count) {
            for (int i = 0; i < count; i++) {
                Marked.offer(buffer, one, ++numberOfOne);
            }
            buffer.countStarted(count);
        }

        final void offerAsTwo(int count) {
            for (int i = 0; i < count; i++) {
                Marked.offer(buffer, two, ++numberOfTwo);
            }
            buffer.countStarted(count);
        }

        final void offerWithValuesAsOne(int count) {
            for (int i = 0; i < count; i++) {
                Marked.offerWithValues(buffer, one, valuesOfOne, ++numberOfOne);
            }
            buffer.countStarted(count);
        }

        final void offerWithValuesAsTwo(int count) {
            for (int i = 0; i < count; i++) {
                Marked.offerWithValues(buffer, two, valuesOfTwo, ++numberOfTwo);
            }
            buffer.countStarted(count);
        }

        final void drain() {
            collector.drainTo(witness, Integer.MAX_VALUE);
        }

        final long queueFullCount() {
            return collector.counts().queueFullCount;
        }

        /** Drains the rest. The last segment keeps its chunk. */
        final String verdict(int offeredCount) {
            drain();
            return witness.verdict(collector, offeredBefore + offeredCount, 1);
        }
    }

    /** Both may put the first segment in place. */
    @JCStressTest
    @Outcome(id = "exact", expect = ACCEPTABLE)
    @Outcome(expect = FORBIDDEN)
    @State
    public static class FirstSegment extends Shared {
        public FirstSegment() {
            super(4, 0);
        }

        @Actor
        public void produce() {
            offerAsOne(2);
        }

        @Actor
        public void produceToo() {
            offerAsTwo(2);
        }

        @Arbiter
        public void after(L_Result r) {
            r.r1 = queueFullCount() == 0 ? verdict(4) : "dropped";
        }
    }

    /** Both may replace the full segment, while the consumer wants to leave it. */
    @JCStressTest
    @Outcome(id = "exact", expect = ACCEPTABLE)
    @Outcome(expect = FORBIDDEN)
    @State
    public static class ChangeOfSegment extends Shared {
        public ChangeOfSegment() {
            super(4, SpanChunk.CAPACITY - 1);
        }

        @Actor
        public void produce() {
            offerAsOne(2);
        }

        @Actor
        public void produceAndConsume() {
            offerAsTwo(1);
            drain();
            offerAsTwo(1);
            drain();
        }

        @Arbiter
        public void after(L_Result r) {
            r.r1 = queueFullCount() == 0 ? verdict(4) : "dropped";
        }
    }

    /** Values are seen with their span or not at all; whoever finds too few slots leaves them void. */
    @JCStressTest
    @Outcome(id = "exact", expect = ACCEPTABLE)
    @Outcome(expect = FORBIDDEN)
    @State
    public static class ValuesAtTheEndOfASegment extends Shared {
        public ValuesAtTheEndOfASegment() {
            super(4, SpanChunk.CAPACITY - 6);
        }

        @Actor
        public void produce() {
            offerWithValuesAsOne(2);
            offerAsOne(1);
        }

        @Actor
        public void produceAndConsume() {
            offerWithValuesAsTwo(2);
            drain();
            offerWithValuesAsTwo(1);
            drain();
        }

        @Arbiter
        public void after(L_Result r) {
            r.r1 = queueFullCount() == 0 ? verdict(6) : "dropped";
        }
    }

    /** As many claims as commits: only then is there no hole before the slot that is read. */
    @JCStressTest
    @Outcome(id = "exact", expect = ACCEPTABLE)
    @Outcome(expect = FORBIDDEN)
    @State
    public static class HolesInASegment extends Shared {
        public HolesInASegment() {
            super(2, 1);
        }

        @Actor
        public void produce() {
            offerAsOne(3);
        }

        @Actor
        public void produceAndConsume() {
            offerAsTwo(1);
            drain();
            offerAsTwo(1);
            drain();
        }

        @Arbiter
        public void after(L_Result r) {
            r.r1 = verdict(5);
        }
    }

    /** One chunk left, which comes free only when the consumer has left the first segment. */
    @JCStressTest
    @Outcome(id = "[0-3] dropped, exact", expect = ACCEPTABLE)
    @Outcome(expect = FORBIDDEN)
    @State
    public static class FullPool extends Shared {
        public FullPool() {
            super(2, 2 * SpanChunk.CAPACITY - 1);
        }

        @Actor
        public void produce() {
            offerAsOne(2);
        }

        @Actor
        public void produceAndConsume() {
            offerAsTwo(1);
            drain();
            offerAsTwo(1);
        }

        @Arbiter
        public void after(L_Result r) {
            r.r1 = queueFullCount() + " dropped, " + verdict(4);
        }
    }

    /** Runs where there are three processors. */
    @JCStressTest
    @Outcome(id = "exact", expect = ACCEPTABLE)
    @Outcome(expect = FORBIDDEN)
    @State
    public static class ThreeThreads extends Shared {
        public ThreeThreads() {
            super(4, SpanChunk.CAPACITY - 1);
        }

        @Actor
        public void produce() {
            offerAsOne(2);
        }

        @Actor
        public void produceToo() {
            offerAsTwo(2);
        }

        @Actor
        public void consume() {
            drain();
            drain();
        }

        @Arbiter
        public void after(L_Result r) {
            r.r1 = queueFullCount() == 0 ? verdict(4) : "dropped";
        }
    }
}
