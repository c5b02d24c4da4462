/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class KeepRunningTest {
    private final List<Object> calls = new ArrayList<>();

    /** Throws this one the first times it is run or has to recover. */
    private KeepRunning throwing(Error failure, int runs, int recoveries) {
        int[] left = {runs, recoveries};
        return new KeepRunning(new KeepRunning.Task() {
            @Override
            public void recover(Throwable thrown) {
                calls.add(thrown);
                if (left[1]-- > 0) {
                    throw failure;
                }
            }

            @Override
            public void run() {
                calls.add("run");
                if (left[0]-- > 0) {
                    throw failure;
                }
            }
        });
    }

    @Test
    void run_returnsWithTheTask() {
        throwing(null, 0, 0).run();
        assertThat(calls).containsExactly("run");
    }

    @Test
    void run_goesOnWhateverIsThrownByTheTaskOrWhileItRecovers() {
        Error full = new OutOfMemoryError("for a test");
        throwing(full, 2, 3).run();
        assertThat(calls).containsExactly("run", full, full, full, full, "run", full, "run");
    }

    @Test
    void rehearse_leavesTheTaskAlone() {
        KeepRunning running = throwing(null, 0, 0);
        running.rehearse();
        assertThat(calls).isEmpty();

        running.run();
        assertThat(calls).containsExactly("run");
    }
}
