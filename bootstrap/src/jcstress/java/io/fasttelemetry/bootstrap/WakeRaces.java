/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.bootstrap;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.Z_Result;

/** The consumer goes to sleep while there is a reason to wake it: it must not sleep until its time is over. */
public class WakeRaces {
    private static final int WAKE_COUNT = 2;

    static class Bell {
        private static final long NANOS = 30_000_000_000L;

        final SpanCollector collector = new SpanCollector(4L * SpanChunk.BYTES, WAKE_COUNT, 1);

        /** True if the wait ended before its time. */
        final boolean awaitRing() {
            long start = System.nanoTime();
            collector.await(NANOS);
            return System.nanoTime() - start < NANOS;
        }
    }

    @JCStressTest
    @Outcome(id = "true", expect = ACCEPTABLE)
    @Outcome(id = "false", expect = FORBIDDEN, desc = "Slept through it.")
    @State
    public static class MarkWhileGoingToSleep extends Bell {
        @Actor
        public void produce() {
            collector.mark(WAKE_COUNT);
        }

        @Actor
        public void consume(Z_Result r) {
            r.r1 = awaitRing();
        }
    }

    /** Neither mark is enough alone. Runs where there are three processors. */
    @JCStressTest
    @Outcome(id = "true", expect = ACCEPTABLE)
    @Outcome(id = "false", expect = FORBIDDEN, desc = "Slept through both.")
    @State
    public static class TwoMarks extends Bell {
        @Actor
        public void produce() {
            collector.mark(1);
        }

        @Actor
        public void produceToo() {
            collector.mark(1);
        }

        @Actor
        public void consume(Z_Result r) {
            r.r1 = awaitRing();
        }
    }

    @JCStressTest
    @Outcome(id = "true", expect = ACCEPTABLE)
    @Outcome(id = "false", expect = FORBIDDEN, desc = "Slept through it.")
    @State
    public static class WakeWhileGoingToSleep extends Bell {
        @Actor
        public void call() {
            collector.wake();
        }

        @Actor
        public void consume(Z_Result r) {
            r.r1 = awaitRing();
        }
    }

    /** What the last wait left behind must not hide the next reason. */
    @JCStressTest
    @Outcome(id = "true", expect = ACCEPTABLE)
    @Outcome(id = "false", expect = FORBIDDEN, desc = "Slept through one.")
    @State
    public static class WaitAfterWait extends Bell {
        @Actor
        public void callAndProduce() {
            collector.wake();
            collector.mark(WAKE_COUNT);
        }

        @Actor
        public void consume(Z_Result r) {
            boolean first = awaitRing();
            r.r1 = first && awaitRing(); // not drained: still pending
        }
    }
}
