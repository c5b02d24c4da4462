/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import io.fasttelemetry.bootstrap.Sampling;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TraceStatesTest {
    @AfterEach
    void keepAll() {
        Sampling.keepRatio(1);
    }

    /** The vectors of the specification, at the precision that it recommends. */
    @ParameterizedTest
    @CsvSource({
        "0.5, 8",
        "0.3333333333333333, aaab",
        "0.25, c",
        "0.2, cccd",
        "0.125, e",
        "0.1, e666",
        "0.0625, f",
        "0.01, fd70a",
        "0.001, ffbe77",
        "0.0001, fff9724",
        "0.00001, ffff583a",
        "0.000001, ffffef39"
    })
    void at_isTheThresholdOfTheRatio(double ratio, String th) {
        Sampling.keepRatio(ratio);

        assertThat(new TraceStates().at(0)).isEqualTo("ot=th:" + th);
    }

    @Test
    void at_saysNothingWhereEveryTraceIsKept() {
        assertThat(new TraceStates().at(0)).isNull();
    }

    @ParameterizedTest
    @CsvSource({"1, 01", "16, 1", "128, 8", "255, ff"})
    void at_followsTheShedLevel(int level, String th) {
        TraceStates states = new TraceStates();

        assertThat(states.at(level)).isEqualTo("ot=th:" + th).isSameAs(states.at(level));
    }

    @Test
    void at_multipliesRatioAndLevel() {
        Sampling.keepRatio(0.5);

        assertThat(new TraceStates().at(128)).isEqualTo("ot=th:c");
    }
}
