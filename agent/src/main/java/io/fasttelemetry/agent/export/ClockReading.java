/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export;

import io.fasttelemetry.bootstrap.SpanClock;
import java.time.Instant;

/**
 * Gives the recorder the current offset between {@code nanoTime} and the wall clock. Used by the export thread alone.
 */
final class ClockReading {
    private ClockReading() {}

    /** Reads both clocks three times and takes the pair that was read closest together. */
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
