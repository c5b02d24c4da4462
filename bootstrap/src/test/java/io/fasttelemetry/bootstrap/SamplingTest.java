/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SamplingTest {
    private static final long MOST = (1L << 56) - 1;

    @AfterEach
    void keepAll() {
        Sampling.keepRatio(1);
    }

    /** The thresholds of the specification, written as in its {@code th} value: trailing zeros left out. */
    @ParameterizedTest
    @CsvSource({
        "0.5, 8",
        "0.25, c",
        "0.125, e",
        "0.75, 4",
        "0.0625, f",
        "0.00390625, ff",
        "0.6875, 5",
        "0.3333333333333333, aaab",
        "0.1, e666",
        "0.01, fd70a",
        "0.001, ffbe77",
        "0.0001, fff9724",
        "0.000001, ffffef39"
    })
    void keeps_exactlyFromTheThresholdOn(double ratio, String th) {
        long threshold = Long.parseLong((th + "00000000000000").substring(0, 14), 16);

        Sampling.keepRatio(ratio);

        assertThat(Sampling.keeps(threshold, 0)).isTrue();
        assertThat(Sampling.keeps(threshold - 1, 0)).isFalse();
        assertThat(Sampling.keeps(MOST, 0)).isTrue();
        assertThat(Sampling.keeps(0, 0)).isFalse();
        assertThat(Sampling.keeps(0xAB00000000000000L | threshold, 0)).isTrue();
        assertThat(Sampling.keeps(0xAB00000000000000L | (threshold - 1), 0)).isFalse();
    }

    @Test
    void keeps_allAtOne() {
        Sampling.keepRatio(1);

        assertThat(Sampling.keeps(0, 0)).isTrue();
        assertThat(Sampling.keeps(0xFF00000000000000L, 0)).isTrue();
        assertThat(Sampling.keeps(MOST, 0)).isTrue();
    }

    @Test
    void keeps_noneAtZero() {
        Sampling.keepRatio(0);

        assertThat(Sampling.keeps(0, 0)).isFalse();
        assertThat(Sampling.keeps(MOST, 0)).isFalse();
        assertThat(Sampling.keeps(-1L, 0)).isFalse();
    }

    @Test
    void keeps_theHighestOnlyAtTheSmallestRatio() {
        Sampling.keepRatio(Math.scalb(1.0, -53));

        assertThat(Sampling.keeps(MOST, 0)).isTrue();
        assertThat(Sampling.keeps(MOST - 7, 0)).isTrue();
        assertThat(Sampling.keeps(MOST - 8, 0)).isFalse();
    }

    @Test
    void keeps_atAHigherRatioWhatALowerOneKeeps() {
        double[] ratios = {0, 1e-6, 0.001, 0.01, 0.1, 1 / 3.0, 0.5, 0.9, 0.999, 1};
        Random random = new Random(3);
        int[] kept = new int[ratios.length];

        for (int i = 0; i < 100_000; i++) {
            long traceIdLow = random.nextLong();
            boolean before = false;
            for (int r = 0; r < ratios.length; r++) {
                Sampling.keepRatio(ratios[r]);
                boolean keeps = Sampling.keeps(traceIdLow, 0);
                assertThat(before && !keeps).isFalse();
                before = keeps;
                kept[r] += keeps ? 1 : 0;
            }
        }

        for (int r = 0; r < ratios.length; r++) {
            double deviation = Math.sqrt(100_000 * ratios[r] * (1 - ratios[r]));
            assertThat(Math.abs(kept[r] - 100_000 * ratios[r])).isLessThanOrEqualTo(5 * deviation + 1);
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "1, 1", "1, 128", "1, 255", "0.25, 0", "0.25, 100", "0.000001, 255"})
    void keeps_atALevelThatManyFewer(double ratio, int level) {
        Sampling.keepRatio(ratio);
        double part = ratio * (256 - level) / 256;

        assertThat(Sampling.threshold(level) / Math.scalb(1.0, 56)).isEqualTo(1 - part, within(0.0001 * part));
        assertThat(Sampling.keeps(Sampling.threshold(level), level)).isTrue();
        if (part < 1) {
            assertThat(Sampling.keeps(Sampling.threshold(level) - 1, level)).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({"1", "0.5", "0.000001", "0"})
    void keeps_nothingAtTheHighestLevel(double ratio) {
        Sampling.keepRatio(ratio);

        assertThat(Sampling.keeps(MOST, Sampling.SHED_ALL)).isFalse();
    }
}
