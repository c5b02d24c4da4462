/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.bootstrap;

import java.util.concurrent.locks.LockSupport;

/** A buffer that one actor fills and another drains. */
class OwnedRace {
    /** Stands for the producer, whoever that is: never ends. */
    static final Thread LIVE = Threads.start(OwnedRace::live, 0);

    final SpanCollector collector;
    final Witness witness = new Witness();
    private final ThreadState state;
    private final CapturedValues values = new CapturedValues();
    private long number;

    OwnedRace(int chunks, int offeredBefore) {
        collector = new SpanCollector((long) chunks * SpanChunk.BYTES, 1 << 30, 1);
        state = new ThreadState(collector.sharedBuffer(0), LIVE, true);
        state.owned = new OwnedBuffer(collector, LIVE, state);
        collector.register(state.owned);
        offer(offeredBefore);
    }

    final void offer(int count) {
        for (int i = 0; i < count; i++) {
            state.owned.countStarted();
            Marked.offer(state.owned, state, ++number);
        }
    }

    final void offerWithValues(int count) {
        for (int i = 0; i < count; i++) {
            state.owned.countStarted();
            Marked.offerWithValues(state.owned, state, values, ++number);
        }
    }

    final int drain(int maxCount) {
        return collector.drainTo(witness, maxCount);
    }

    /** Drains the rest. A live producer keeps its last chunk. */
    final String verdict() {
        drain(Integer.MAX_VALUE);
        return witness.verdict(collector, number, 1);
    }

    private static void live() {
        while (true) {
            LockSupport.park();
        }
    }
}
