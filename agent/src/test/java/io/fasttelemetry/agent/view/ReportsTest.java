/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.view;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Operations, flame graph and service map. */
final class ReportsTest {
    private final TestTraces traces = new TestTraces();

    private static Filter filter(String query) {
        return new Filter(Query.parse(query));
    }

    private String operations(String query) {
        return Operations.of(traces.store, filter(query))
                .write(new JsonWriter().object())
                .endObject()
                .toString();
    }

    @Test
    void operations_haveCallsErrorsPercentilesAndSelfTime() {
        for (int i = 1; i <= 100; i++) {
            boolean bad = i > 97;
            traces.span(i, 1, 0, "a", 0, i * 1000L, span -> span.status = bad ? Span.ERROR : 0);
            traces.span(i, 2, 1, "b", 0, i * 400L);
        }

        assertThat(operations(""))
                .startsWith(
                        "{\"count\":2,\"seconds\":0,\"operations\":[{\"service\":\"shop\",\"name\":\"a\",\"calls\":100,"
                                + "\"errors\":3,\"p50\":50000,\"p95\":95000,\"p99\":99000,\"max\":100000,"
                                + "\"total\":5050000,\"self\":3030000,\"min\":1000,\"histogram\":[")
                .contains("\"name\":\"b\",\"calls\":100,\"errors\":0,\"p50\":20000");
        assertThat(operations("error=true")).contains("\"calls\":3,");
        assertThat(operations("text=nowhere")).contains("\"operations\":[]");
    }

    @Test
    void operations_histogram_countsEachCallOnce() {
        for (int i = 0; i < 24; i++) {
            traces.span(i + 1, 1, 0, "a", 0, (long) Math.pow(2, i));
        }
        String json = operations("");
        String bins =
                json.substring(json.indexOf("\"histogram\":[") + 13, json.indexOf(']', json.indexOf("\"histogram\"")));

        int sum = 0;
        for (String bin : bins.split(",", -1)) {
            sum += Integer.parseInt(bin);
        }
        assertThat(sum).isEqualTo(24);
        assertThat(bins).startsWith("1,").endsWith(",1");
    }

    @Test
    void flame_mergesEqualCallPaths() {
        for (int i = 1; i <= 3; i++) {
            traces.span(i, 1, 0, "root", 0, 100).span(i, 2, 1, "a", 0, 40).span(i, 3, 1, "a", 50, 70);
            traces.span(i, 4, 3, "b", 50, 60);
        }
        String json = FlameGraph.of(traces.store, filter(""))
                .write(new JsonWriter().object())
                .endObject()
                .toString();

        assertThat(json)
                .isEqualTo("{\"traces\":3,\"total\":300,\"paths\":[[0,\"shop\",\"root\",3,0,300,120],"
                        + "[1,\"shop\",\"a\",6,0,180,150],[2,\"shop\",\"b\",3,0,30,30]],\"cut\":false}");
    }

    @Test
    void map_hasTheCallsBetweenServices() {
        for (int i = 1; i <= 4; i++) {
            boolean bad = i == 4;
            traces.span(i, 1, 0, "root", 0, 100);
            traces.span(i, 2, 1, "own", 0, 40);
            traces.span(i, 3, 2, "remote", 0, 30, span -> {
                traces.of("billing").accept(span);
                span.status = bad ? Span.ERROR : 0;
            });
        }
        String json = ServiceMap.of(traces.store, filter(""))
                .write(new JsonWriter().object())
                .endObject()
                .toString();

        assertThat(json)
                .isEqualTo("{\"services\":[{\"name\":\"shop\",\"spans\":8,\"errors\":0,\"average\":70},"
                        + "{\"name\":\"billing\",\"spans\":4,\"errors\":1,\"average\":30}],"
                        + "\"calls\":[{\"from\":\"shop\",\"to\":\"billing\",\"spans\":4,"
                        + "\"errors\":1,\"average\":30}]}");
    }
}
