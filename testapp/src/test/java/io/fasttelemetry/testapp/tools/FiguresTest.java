/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.testapp.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FiguresTest {
    @Test
    void median_isTheLowerOneOfTwo() {
        assertThat(Figures.of(3, 1, 2).median()).isEqualTo(2);
        assertThat(Figures.of(4, 1, 3, 2).median()).isEqualTo(2);
        assertThat(Figures.of(List.of(7.0)).median()).isEqualTo(7);
    }

    @Test
    void percentiles_ofFewAreTheExtremes() {
        for (int size = 1; size < 10; size++) {
            Figures figures = upTo(size);

            assertThat(figures.tenthPercentile()).as("of %d", size).isEqualTo(1);
            assertThat(figures.ninetiethPercentile()).as("of %d", size).isEqualTo(size);
        }
    }

    @Test
    void percentiles_leaveOutTheOutermostTenths() {
        assertThat(upTo(10).tenthPercentile()).isEqualTo(2);
        assertThat(upTo(10).ninetiethPercentile()).isEqualTo(9);
        assertThat(upTo(45).tenthPercentile()).isEqualTo(5);
        assertThat(upTo(45).ninetiethPercentile()).isEqualTo(41);
        assertThat(upTo(100).tenthPercentile()).isEqualTo(11);
        assertThat(upTo(100).ninetiethPercentile()).isEqualTo(90);
    }

    @Test
    void spread_roundsToTheDecimals() {
        assertThat(Figures.of(1.26, 0.949, 20).spread(1)).isEqualTo("1.3 (0.9-20.0)");
        assertThat(Figures.of(1.26, 0.949, 20).spread(0)).isEqualTo("1 (1-20)");
    }

    @Test
    void median_ofNothingThrows() {
        assertThatThrownBy(() -> Figures.of().median()).isInstanceOf(IllegalStateException.class);
    }

    private static Figures upTo(int size) {
        return Figures.of(IntStream.rangeClosed(1, size).mapToDouble(i -> i).toArray());
    }
}
