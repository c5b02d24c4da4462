/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** {@code -Dmodel.seeds=1000000} tries more, {@code -Dmodel.seed=17} repeats one. */
class RecorderModelTest {
    private static final int SEEDS = Integer.getInteger("model.seeds", 2000);
    private static final Long ONE_SEED = Long.getLong("model.seed");

    @Test
    void recorder_behavesAsQueuesUnderOneLimit() {
        long first = ONE_SEED == null ? 1 : ONE_SEED;
        long last = ONE_SEED == null ? SEEDS : ONE_SEED;
        long queueFullCount = 0;
        for (long seed = first; seed <= last; seed++) {
            try {
                queueFullCount += new RecorderModel(seed).run();
            } catch (Throwable t) {
                throw new AssertionError("once more with -Dmodel.seed=" + seed, t);
            }
        }
        if (ONE_SEED == null) {
            assertThat(queueFullCount).isPositive();
        }
    }
}
