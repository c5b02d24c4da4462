/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Durations, sizes and counts as text. */
class NumbersTest {
    private static <T> T parse(ValueParser<T> parser, String text) {
        return parser.parse(text, new ValueParser.Problems("test", new ArrayList<>()));
    }

    @ParameterizedTest
    @CsvSource({"250ms,250", "10s,10000", "2m,120000", "1h,3600000", "5000,5000", "0,0", "10 S,10000", "007ms,7"})
    void duration_hasUnitsOrMilliseconds(String text, long millis) {
        assertThat(parse(QuantityParser.duration(0, 3_600_000), text)).isEqualTo(millis);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10x",
                "-1",
                "+1",
                "1.5s",
                "s",
                "ms",
                "10s5",
                "1 0s",
                "61m",
                "2h",
                "9223372036854775808",
                "9223372036854775807h",
                "\u0661s",
                "1us",
                "1_000"
            })
    void duration_isNothingElse(String text) {
        assertThat(parse(QuantityParser.duration(0, 3_600_000), text)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "1,1",
        "512k,524288",
        "512KiB,524288",
        "32m,33554432",
        "32 MiB,33554432",
        "1G,1073741824",
        "1gib,1073741824"
    })
    void size_hasUnitsOfTwoToTheTen(String text, long bytes) {
        assertThat(parse(QuantityParser.size(1, 1L << 40), text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "32mb", "1.5m", "k", "1025g", "9223372036854775807g", "32x"})
    void size_isNothingElse(String text) {
        assertThat(parse(QuantityParser.size(1, 1L << 40), text)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "100001", "-1", "1.0", "1k", "99999999999999999999", "0x10"})
    void count_isAWholeNumberInRange(String text) {
        assertThat(parse(new CountParser(1, 100_000), text)).isNull();
        assertThat(parse(new CountParser(1, 100_000), "100000")).isEqualTo(100_000);
        assertThat(parse(new CountParser(1, 100_000), "1")).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"0,0", "1,1ms", "1500,1500ms", "2000,2s", "90000,90s", "120000,2m", "3600000,1h", "86400000,24h"})
    void text_isTheShortestSpelling(long millis, String text) {
        assertThat(QuantityParser.duration(0, 3_600_000).show(millis)).isEqualTo(text);
    }
}
