/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.testapp.tools.compat;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JaegerTracesTest {
    private static final String ROOT = "{\"traceID\":\"aa\",\"spanID\":\"01\","
            + "\"operationName\":\"Order.place\",\"references\":[],\"startTime\":1}";
    private static final String CHILD = "{\"traceID\":\"aa\",\"spanID\":\"02\",\"flags\":1,"
            + "\"operationName\":\"Stock.take\","
            + "\"references\":[{\"refType\":\"CHILD_OF\",\"traceID\":\"aa\",\"spanID\":\"01\"}],\"startTime\":2}";

    @Test
    void edges_areCountedByName() {
        JaegerTraces traces = new JaegerTraces();
        traces.add("{\"data\":[{\"spans\":[" + ROOT + "," + CHILD + "," + CHILD.replace("\"02\"", "\"03\"") + "]}]}");

        assertThat(traces.edges()).hasSize(1).containsEntry("Order.place > Stock.take", 2);
        assertThat(traces.size()).isEqualTo(3);
        assertThat(traces.roots()).isEqualTo(1);
        assertThat(traces.orphans()).isZero();
    }

    @Test
    void orphans_haveAParentThatIsNotThere() {
        JaegerTraces traces = new JaegerTraces();
        traces.add(CHILD);
        traces.add(ROOT.replace("\"aa\"", "\"bb\""));

        assertThat(traces.orphans()).isEqualTo(1);
        assertThat(traces.edges()).isEmpty();
    }

    @Test
    void add_ofTheSameAgainChangesNothing() {
        JaegerTraces traces = new JaegerTraces();
        traces.add(ROOT + CHILD);
        traces.add(ROOT + CHILD);

        assertThat(traces.size()).isEqualTo(2);
        assertThat(traces.edges()).containsEntry("Order.place > Stock.take", 1);
    }
}
