/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.bootstrap;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** No chunk is lent twice, none vanishes, and the count of those that are out is right. */
public class ChunkPoolRaces {
    /** Some chunks free, one of them the consumer's to give back. */
    static class Pool {
        final int size;
        final ChunkPool pool;
        final SpanChunk drained;

        Pool(int size, int created) {
            this.size = size;
            pool = new ChunkPool((long) size * SpanChunk.BYTES);
            SpanChunk[] all = new SpanChunk[created];
            for (int i = 0; i < created; i++) {
                all[i] = pool.acquire();
            }
            for (int i = 1; i < created; i++) {
                pool.release(all[i]);
            }
            drained = all[0];
        }

        /** Takes all that is left: together with what the actors hold it must be the pool, each chunk once. */
        final String verdict(SpanChunk... outside) {
            List<SpanChunk> all = new ArrayList<>(Arrays.asList(outside));
            all.removeIf(chunk -> chunk == null);
            if (pool.lentCount() != all.size()) {
                return "lent " + pool.lentCount() + " of " + all.size();
            }
            for (SpanChunk chunk = pool.acquire(); chunk != null; chunk = pool.acquire()) {
                all.add(chunk);
            }
            Set<SpanChunk> distinct = Collections.newSetFromMap(new IdentityHashMap<>());
            distinct.addAll(all);
            boolean exact = distinct.size() == all.size() && all.size() == size && pool.lentCount() == size;
            return exact ? "exact" : all.size() + " chunks, " + distinct.size() + " distinct, lent " + pool.lentCount();
        }
    }

    /** While one takes the top chunk, the other takes it and the next and brings it back: the ABA of every stack. */
    @JCStressTest
    @Outcome(id = "exact", expect = ACCEPTABLE)
    @Outcome(expect = FORBIDDEN)
    @State
    public static class TopComesBack extends Pool {
        private SpanChunk mine;
        private SpanChunk second;

        public TopComesBack() {
            super(4, 4);
        }

        @Actor
        public void acquire() {
            mine = pool.acquire();
        }

        @Actor
        public void acquireTwoAndReleaseOne() {
            SpanChunk first = pool.acquire();
            second = pool.acquire();
            pool.release(first);
        }

        @Arbiter
        public void after(L_Result r) {
            r.r1 = mine == null || second == null ? "refused" : verdict(drained, mine, second);
        }
    }

    /** The chunk that is given back becomes the one below, or the top. */
    @JCStressTest
    @Outcome(id = "exact", expect = ACCEPTABLE)
    @Outcome(expect = FORBIDDEN)
    @State
    public static class ReleaseUnderAnAcquirer extends Pool {
        private SpanChunk one;
        private SpanChunk two;

        public ReleaseUnderAnAcquirer() {
            super(3, 3);
        }

        @Actor
        public void acquire() {
            one = pool.acquire();
        }

        @Actor
        public void acquireAndRelease() {
            two = pool.acquire();
            pool.release(drained);
        }

        @Arbiter
        public void after(L_Result r) {
            r.r1 = one == null || two == null ? "refused" : verdict(one, two);
        }
    }

    /** Runs where there are three processors. */
    @JCStressTest
    @Outcome(id = "exact", expect = ACCEPTABLE)
    @Outcome(expect = FORBIDDEN)
    @State
    public static class TwoAcquirersAndAReleaser extends Pool {
        private SpanChunk one;
        private SpanChunk two;

        public TwoAcquirersAndAReleaser() {
            super(3, 3);
        }

        @Actor
        public void acquire() {
            one = pool.acquire();
        }

        @Actor
        public void acquireToo() {
            two = pool.acquire();
        }

        @Actor
        public void release() {
            pool.release(drained);
        }

        @Arbiter
        public void after(L_Result r) {
            r.r1 = one == null || two == null ? "refused" : verdict(one, two);
        }
    }

    /** Fewer chunks than are wanted: who comes too early is refused, and the count is right again after it. */
    @JCStressTest
    @Outcome(id = "[012] refused, exact", expect = ACCEPTABLE)
    @Outcome(expect = FORBIDDEN)
    @State
    public static class TooManyAcquirers extends Pool {
        private SpanChunk one;
        private SpanChunk two;

        public TooManyAcquirers() {
            super(1, 1);
        }

        @Actor
        public void acquire() {
            one = pool.acquire();
        }

        @Actor
        public void releaseAndAcquire() {
            pool.release(drained);
            two = pool.acquire();
        }

        @Arbiter
        public void after(L_Result r) {
            int refused = (one == null ? 1 : 0) + (two == null ? 1 : 0);
            r.r1 = refused + " refused, " + verdict(one, two);
        }
    }

    /** Both find the stack empty; there is room for one more chunk only. */
    @JCStressTest
    @Outcome(id = "1 refused, exact", expect = ACCEPTABLE)
    @Outcome(expect = FORBIDDEN)
    @State
    public static class LastToBeCreated extends Pool {
        private SpanChunk one;
        private SpanChunk two;

        public LastToBeCreated() {
            super(2, 1);
        }

        @Actor
        public void acquire() {
            one = pool.acquire();
        }

        @Actor
        public void acquireToo() {
            two = pool.acquire();
        }

        @Arbiter
        public void after(L_Result r) {
            int refused = (one == null ? 1 : 0) + (two == null ? 1 : 0);
            r.r1 = refused + " refused, " + verdict(drained, one, two);
        }
    }
}
