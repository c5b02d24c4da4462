/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TraceTreeTest {
    /** Names with their depths, as rows. */
    private static List<String> rows(TestTraces traces) {
        TraceTree tree = traces.tree(1);
        List<String> rows = new ArrayList<>();
        for (int row = 0; row < tree.size(); row++) {
            rows.add(tree.depth(row) + " " + traces.name(tree.span(row)));
        }
        return rows;
    }

    @Test
    void rows_areParentsFirstAndChildrenByStart() {
        TestTraces traces = new TestTraces();
        traces.span(1, 4, 1, "late", 60, 90).span(1, 3, 2, "grandchild", 12, 18).span(1, 2, 1, "early", 10, 20);
        traces.span(1, 1, 0, "root", 0, 100);

        assertThat(rows(traces)).containsExactly("0 root", "1 early", "2 grandchild", "1 late");
        TraceTree tree = traces.tree(1);
        assertThat(List.of(tree.end(0), tree.end(1), tree.end(2), tree.end(3))).containsExactly(4, 3, 3, 4);
    }

    @Test
    void rows_withoutTheirParent_areAtTheTop() {
        TestTraces traces = new TestTraces();
        traces.span(1, 1, 0, "root", 0, 100).span(1, 2, 77, "orphan", 10, 20).span(1, 3, 2, "below", 11, 12);

        assertThat(rows(traces)).containsExactly("0 root", "0 orphan", "1 below");
    }

    @Test
    void rows_ofACycle_areAllThere() {
        TestTraces traces = new TestTraces();
        traces.span(1, 1, 3, "a", 0, 10).span(1, 2, 1, "b", 1, 9).span(1, 3, 2, "c", 2, 8);
        traces.span(1, 4, 4, "own parent", 50, 60).span(1, 5, 3, "below the cycle", 3, 4);

        assertThat(rows(traces)).containsExactly("0 own parent", "0 a", "1 b", "2 c", "3 below the cycle");
    }

    @Test
    void rows_ofAChainOfTwentyThousand_doNotOverflowTheStack() {
        TestTraces traces = new TestTraces();
        for (int i = 1; i <= 20_000; i++) {
            traces.span(1, i, i - 1, "deep", i, 100_000 - i);
        }

        TraceTree tree = traces.tree(1);
        SelfTimes.settle(tree);
        long[][] path = CriticalPath.of(tree);

        assertThat(tree.depth(19_999)).isEqualTo(19_999);
        assertThat(tree.span(19_999).selfNanos).isEqualTo(60_000);
        assertThat(path[19_999]).containsExactly(TestTraces.BEGIN + 20_000, TestTraces.BEGIN + 80_000);
        JsonWriter json = new JsonWriter();
        FlameGraph.of(traces.store, new Filter(Query.parse(""))).write(json.object());
        assertThat(json.toString()).contains("\"deep\"");
    }
}
