/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.testapp.tools.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class ProcessFiguresTest {
    @Test
    void parse_readsFieldsBehindANameOfAnyForm() {
        ProcessFigures figures = ProcessFigures.parse(
                "Name:\tjava\nVmRSS:\t  65000 kB\nThreads:\t21\n",
                "17 (a ) (b) S 1 17 17 0 -1 4194560 1 2 3 4 150 50 7 8 20 0 21 0\n",
                6);

        assertThat(figures).isEqualTo(new ProcessFigures(63, 21, 6, 200));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void of_aProcessThatRuns() throws Exception {
        Process process = new ProcessBuilder("sleep", "60").start();
        try {
            assertThat(ProcessFigures.of(process.pid()).threads()).isEqualTo(1);
        } finally {
            process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        }
    }
}
