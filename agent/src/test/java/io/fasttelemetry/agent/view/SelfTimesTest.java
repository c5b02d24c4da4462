/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class SelfTimesTest {
    private static Map<String, Long> selfTimes(TestTraces traces) {
        Trace trace = traces.trace(1);
        SelfTimes.settle(trace);
        Map<String, Long> times = new LinkedHashMap<>();
        for (int i = 0; i < trace.size(); i++) {
            times.put(traces.name(trace.span(i)), trace.span(i).selfNanos);
        }
        return times;
    }

    @Test
    void settle_leavesWhatNoChildCovers() {
        TestTraces traces = new TestTraces();
        traces.span(1, 1, 0, "root", 0, 100).span(1, 2, 1, "a", 10, 30).span(1, 3, 1, "b", 40, 60);
        traces.span(1, 4, 3, "c", 45, 50);

        assertThat(selfTimes(traces)).containsEntry("root", 60L).containsEntry("a", 20L);
        assertThat(selfTimes(traces)).containsEntry("b", 15L).containsEntry("c", 5L);
    }

    @Test
    void settle_countsOverlapOnceAndNothingOutside() {
        TestTraces traces = new TestTraces();
        traces.span(1, 1, 0, "root", 100, 200).span(1, 2, 1, "a", 110, 150).span(1, 3, 1, "inside a", 120, 130);
        traces.span(1, 4, 1, "overlaps a", 140, 170).span(1, 5, 1, "before", 0, 90);
        traces.span(1, 6, 1, "beyond", 190, 500);

        assertThat(selfTimes(traces)).containsEntry("root", 30L);
    }

    @Test
    void settle_afterALateChild_isDoneAgain() {
        TestTraces traces = new TestTraces();
        traces.span(1, 1, 0, "root", 0, 100);
        assertThat(selfTimes(traces)).containsEntry("root", 100L);

        traces.span(1, 2, 1, "late", 0, 70);

        assertThat(selfTimes(traces)).containsEntry("root", 30L);
    }
}
