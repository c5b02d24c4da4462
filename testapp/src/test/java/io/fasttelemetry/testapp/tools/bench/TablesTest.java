/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.testapp.tools.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The tables of docs/benchmarks.md, from a few raw figures each. */
class TablesTest {
    @Test
    void cost_takesTheRoundsOfAllForksTogether() {
        assertThat(rows("cost", """
                run cost 1 50000 ours
                sample bare 6.80 0.00
                sample clocked 50.00 0.00
                sample traced 55.00 1.00
                result started 100.00
                result delivered 100
                run cost 1 1500 otel
                sample bare 7 0
                sample clocked 50 0
                sample traced 400 1284.84
                result started 100.00
                result delivered 90
                run cost 2 50000 ours
                sample bare 6 0
                sample clocked 40 0
                sample traced 50 0
                result started 10
                result delivered 10
                run cost 1 50000 ours
                sample bare 6.60 0.00
                sample clocked 52.00 0.00
                sample traced 58.00 0.00
                sample bare 9.00 0.00
                sample clocked 51.00 0.00
                sample traced 56.10 0.00
                result started 100
                result delivered 100
                """))
                .containsExactly(
                        "| ours | 1 | 6.8 (6.6-9.0) | 51.0 (50.0-52.0) | 56.1 (55.0-58.0)"
                                + " | 1.10 | 1.10 | 0.0 | 50000 | all 200 |",
                        "| otel | 1 | 7.0 (7.0-7.0) | 50.0 (50.0-50.0) | 400.0 (400.0-400.0)"
                                + " | 8.00 | 8.00 | 1284.8 | 1500"
                                + " | 90 of 100 (90.0 %) |",
                        "| ours | 2 | 6.0 (6.0-6.0) | 40.0 (40.0-40.0) | 50.0 (50.0-50.0)"
                                + " | 1.25 | 1.25 | 0.0 | 50000 | all 10 |");
    }

    @Test
    void unsampled_hasATitleOfItsOwn() {
        assertThat(Tables.of("unsampled", List.of()).toString())
                .startsWith("\n#### Cost of a span with a sampler that takes nothing\n\n| agent | threads |")
                .endsWith("\n|---|---|---|---|---|---|---|---|---|---|");
    }

    @Test
    void distance_saysWhatTheReceiverWas() {
        assertThat(rows("distance", """
                run distance 20 50000 ours
                result nanos 900
                result rate 99999.7
                result started 1000
                result delivered 1000
                run distance 300/100 50000 ours
                result nanos 950
                result rate 100000
                result started 1000
                result delivered 900
                """))
                .containsExactly(
                        "| ours | 20 ms | none | 100000 | 900 (900-900) | all 1000 |",
                        "| ours | 300 ms | 1 of 100 | 100000 | 950 (950-950) | 900 of 1000 (90.0 %) |");
    }

    @Test
    void rate_chargesWhatIsMoreThanWithoutAgentToWhatWasDelivered() {
        assertThat(rows("rate", """
                run rate 50000 50000 none
                result nanos 600
                result rate 50000
                result started 1000
                result delivered 0
                run rate 50000 50000 ours
                result nanos 900
                result rate 49999.7
                result started 1000
                result delivered 500
                run rate 50000 50000 datadog
                result nanos 900
                result rate 50000
                result started 1000
                result delivered 0
                run rate 100000 50000 ours
                result nanos 800
                result rate 100000
                result started 1000
                result delivered 1000
                """))
                .containsExactly(
                        "| none | 50000 | 50000 | 600 (600-600) | - | - |",
                        "| ours | 50000 | 50000 | 900 (900-900) | 600 | 500 of 1000 (50.0 %) |",
                        "| datadog | 50000 | 50000 | 900 (900-900) | nothing delivered | 0 of 1000 (0.0 %) |",
                        "| ours | 100000 | 100000 | 800 (800-800) | - | all 1000 |");
    }

    @Test
    void burst_addsUpTheForks() {
        assertThat(rows("burst", """
                run burst - 50000 ours
                result started 200000.00
                result delivered 200000
                run burst - 50000 ours
                result started 200000.00
                result delivered 199000
                """)).containsExactly("| ours | 399000 of 400000 (99.8 %) |");
    }

    @Test
    void virtual_subtractsBareFromTraced() {
        assertThat(rows("virtual", """
                run virtual - 50000 none
                result bare 300.10
                result clocked 350
                result traced 300
                result bare-process 900
                result traced-process 910.6
                result heap 1048576
                result started 5
                result delivered 0
                """)).containsExactly("| none | 300.10 | 350.00 | 300.00 | 11 | 1.0 | - |");
    }

    @Test
    void short_isInMegabytes() {
        assertThat(rows("short", """
                run short - 50000 ours
                result heap 1572864
                result resident 104857600
                result started 5
                result delivered 5
                """)).containsExactly("| ours | 1.5 | 100.0 | all 5 |");
    }

    @Test
    void startup_takesThePeakFromSomeRuns() {
        assertThat(rows("startup", """
                run startup - - ours, no match
                result wall-s 0.040
                result user-s 0.030
                result system-s 0.011
                result peak-kb 40959
                run startup - - ours, no match
                result wall-s 0.100
                result user-s 0.050
                result system-s 0.010
                """)).containsExactly("| ours, no match | 40 (40-100) | 41 (41-60) | 39 (39-39) |");
    }

    @Test
    void pace_hasARowForEachStateOfTheOthers() {
        assertThat(rows("pace", """
                run pace - 50000 none
                sample idle 1.604
                sample busy 2.449
                sample idle 1.700
                result started 0
                """)).containsExactly("| idle | 1.60 (1.60-1.70) |", "| busy | 2.45 (2.45-2.45) |");
    }

    @Test
    void parse_refusesWhatIsNoFigure() {
        for (String text : List.of("result x 1", "sample x", "run cost 1 2", "hello", "run a b c d\nresult x y")) {
            assertThatThrownBy(() -> RawFigures.parse(text.lines()))
                    .as(text)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void result_thatIsMissingIsNamed() {
        assertThatThrownBy(() -> rows("burst", "run burst - 1 ours\nresult started 1\n"))
                .hasMessageContaining("burst of ours has no result delivered");
    }

    @Test
    void row_needsACellForEachColumn() {
        assertThatThrownBy(() -> new Table("title", "a", "b").row("1")).isInstanceOf(IllegalArgumentException.class);
    }

    private static List<String> rows(String mode, String raw) {
        return Tables.of(mode, RawFigures.parse(raw.lines()))
                .toString()
                .lines()
                .skip(5)
                .toList();
    }
}
