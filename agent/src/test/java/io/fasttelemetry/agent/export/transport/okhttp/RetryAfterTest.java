/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export.transport.okhttp;

import static org.assertj.core.api.Assertions.assertThat;

import io.fasttelemetry.agent.export.transport.SendResult;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RetryAfterTest {
    private static final long NOW = Instant.parse("2026-03-01T10:00:00Z").toEpochMilli();

    @ParameterizedTest
    @CsvSource({"0,0", "1,1", "20,20", "007,7", "1000000000000,1000000000", "99999999999999999999999999,1000000000"})
    void parse_readsSecondsAndBoundsThem(String value, long seconds) {
        assertThat(RetryAfter.parseNanos(value, NOW)).isEqualTo(seconds * 1_000_000_000L);
    }

    @Test
    void parse_readsDate() {
        assertThat(RetryAfter.parseNanos("Sun, 01 Mar 2026 10:00:30 GMT", NOW)).isEqualTo(30_000_000_000L);
    }

    @Test
    void parse_dateThatHasPassedIsNow() {
        assertThat(RetryAfter.parseNanos("Sun, 01 Mar 2026 09:59:59 GMT", NOW)).isZero();
    }

    @Test
    void parse_farDateDoesNotOverflow() {
        assertThat(RetryAfter.parseNanos("Fri, 31 Dec 9999 23:59:59 GMT", NOW)).isEqualTo(1_000_000_000_000_000_000L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "1.5", "soon", " ", "5 s", "\u0001", "morgen fr\u00fch", "2026-03-01T10:00:30Z"})
    void parse_whatMeansNothingIsNone(String value) {
        assertThat(RetryAfter.parseNanos(value, NOW)).isEqualTo(SendResult.NO_RETRY_AFTER);
    }

    @Test
    void parse_missingIsNone() {
        assertThat(RetryAfter.parseNanos(null, NOW)).isEqualTo(SendResult.NO_RETRY_AFTER);
    }
}
