/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export;

import io.fasttelemetry.bootstrap.SpanClock;
import java.time.Instant;

/** Tells the recorder how {@code nanoTime} and the wall clock stand to each other now. The export thread. */
final class ClockReading {
    private ClockReading() {}

    /** Reads both clocks as close together as can be: the tightest of three readings. */
    static void update() {
        long bestGap = Long.MAX_VALUE;
        long nano = 0;
        long epoch = 0;
        for (int i = 0; i < 3; i++) {
            long before = System.nanoTime();
            Instant now = Instant.now();
            long after = System.nanoTime();
            if (after - before < bestGap) {
                bestGap = after - before;
                nano = before + (after - before) / 2;
                epoch = now.getEpochSecond() * 1_000_000_000L + now.getNano();
            }
        }
        SpanClock.update(nano, epoch);
    }
}
