/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogQueueTest {
    private final LogQueue queue = new LogQueue();

    @Test
    void takeAll_isInOrderAndOnce() {
        queue.add("a");
        queue.add("b");
        assertThat(queue.isEmpty()).isFalse();

        assertThat(queue.takeAll()).containsExactly("a", "b");
        assertThat(queue.isEmpty()).isTrue();
        assertThat(queue.takeAll()).isEmpty();
    }

    @Test
    void add_whenFullCounts() {
        for (int i = 0; i < LogQueue.MAX_LINES + 7; i++) {
            queue.add("line " + i);
        }

        assertThat(queue.takeAll())
                .hasSize(LogQueue.MAX_LINES + 1)
                .startsWith("line 0")
                .endsWith("7 more log messages did not fit into the queue");
        queue.add("again");
        assertThat(queue.takeAll()).containsExactly("again");
    }

    @Test
    void add_ofManyThreadsLosesNone() throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            int number = t;
            Thread thread = new Thread(() -> {
                for (int i = 0; i < 16; i++) {
                    queue.add(number + " " + i);
                }
            });
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(queue.takeAll()).hasSize(64).doesNotHaveDuplicates();
    }

    @Test
    void warnLater_isWrittenByWhoeverAsks() throws InterruptedException {
        try (ErrCapture err = new ErrCapture()) {
            AgentLog.warnLater("class X is left as it was");
            assertThat(err.lines()).isEmpty();

            AgentLog.writeQueued();

            assertThat(err.lines()).containsExactly("fast-telemetry WARN class X is left as it was");
        }
    }
}
