/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class CriticalPathTest {
    /** The parts of each span that is on the path, as text. */
    private static Map<String, String> path(TestTraces traces) {
        TraceTree tree = traces.tree(1);
        long[][] parts = CriticalPath.of(tree);
        Map<String, String> path = new TreeMap<>();
        for (int row = 0; row < tree.size(); row++) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < parts[row].length; i += 2) {
                text.append(text.isEmpty() ? "" : " ").append(parts[row][i] - TestTraces.BEGIN);
                text.append('-').append(parts[row][i + 1] - TestTraces.BEGIN);
            }
            if (!text.isEmpty()) {
                path.put(traces.name(tree.span(row)), text.toString());
            }
        }
        return path;
    }

    @Test
    void of_callsInARow_isAllOfThem() {
        TestTraces traces = new TestTraces();
        traces.span(1, 1, 0, "root", 0, 100).span(1, 2, 1, "a", 10, 40).span(1, 3, 1, "b", 50, 90);

        assertThat(path(traces)).isEqualTo(Map.of("root", "90-100 40-50 0-10", "a", "10-40", "b", "50-90"));
    }

    @Test
    void of_callsAtOnce_isTheOneThatEndedLast() {
        TestTraces traces = new TestTraces();
        traces.span(1, 1, 0, "root", 0, 100).span(1, 2, 1, "short", 10, 50).span(1, 3, 1, "long", 10, 90);
        traces.span(1, 4, 3, "inner", 20, 80).span(1, 5, 1, "first", 2, 9);

        assertThat(path(traces))
                .isEqualTo(Map.of("root", "90-100 9-10 0-2", "long", "80-90 10-20", "inner", "20-80", "first", "2-9"));
    }

    @Test
    void of_childThatOutlivesItsParent_isNotOnIt() {
        TestTraces traces = new TestTraces();
        traces.span(1, 1, 0, "root", 0, 100).span(1, 2, 1, "forgotten", 10, 5000);

        assertThat(path(traces)).isEqualTo(Map.of("root", "0-100"));
    }

    @Test
    void of_otherServiceWithAnotherClock_isCutToItsParent() {
        TestTraces traces = new TestTraces();
        traces.span(1, 1, 0, "root", 0, 100).span(1, 2, 1, "remote", 60, 130, traces.of("billing"));

        assertThat(path(traces)).isEqualTo(Map.of("root", "0-60", "remote", "60-100"));
    }

    /** The parts of all rows cover the top span, each moment once. */
    @Test
    void of_anyTrace_coversTheTopExactlyOnce() {
        java.util.Random random = new java.util.Random(3);
        for (int turn = 0; turn < 200; turn++) {
            TestTraces traces = new TestTraces();
            traces.span(1, 1, 0, "root", 0, 1000);
            for (int i = 2; i < 40; i++) {
                int from = random.nextInt(1000);
                traces.span(1, i, 1 + random.nextInt(i - 1), "s" + i, from, from + random.nextInt(300));
            }
            long sum = 0;
            java.util.TreeMap<Long, Long> covered = new java.util.TreeMap<>();
            for (long[] parts : CriticalPath.of(traces.tree(1))) {
                for (int i = 0; i < parts.length; i += 2) {
                    sum += parts[i + 1] - parts[i];
                    covered.put(parts[i], parts[i + 1]);
                }
            }
            assertThat(sum).isEqualTo(1000);
            long at = TestTraces.BEGIN;
            for (Map.Entry<Long, Long> part : covered.entrySet()) {
                assertThat(part.getKey()).isEqualTo(at);
                at = part.getValue();
            }
        }
    }
}
