/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ConcurrencyLimitTest {
    private static final long MILLI = 1_000_000L;

    @ParameterizedTest
    @CsvSource({
        // waiting spans, round trip in ms, requests
        "0, 100, 1",
        "511, 100, 1",
        "1023, 100, 1",
        "1024, 100, 2",
        "2047, 100, 2",
        "2048, 100, 3",
        "4096, 100, 4",
        "1000000, 100, 4",
        "1024, 6, 2",
        "1000000, 6, 4",
        // near
        "1024, 5, 1",
        "8191, 1, 1",
        "8192, 1, 2",
        "16384, 1, 3",
        "1000000, 0, 4",
    })
    void requests_dependOnWhatWaitsAndTheRoundTrip(long waiting, long roundTripMillis, int requests) {
        ConcurrencyLimit limit = new ConcurrencyLimit(4, 512, 8192);

        assertThat(limit.requests(waiting, roundTripMillis * MILLI)).isEqualTo(requests);
    }

    @Test
    void requests_oneUntilARoundTripIsMeasured() {
        ConcurrencyLimit limit = new ConcurrencyLimit(4, 512, 8192);

        assertThat(limit.requests(1_000_000, ConcurrencyLimit.UNKNOWN)).isEqualTo(1);
    }

    @Test
    void requests_smallBatchesAreReasonEnough() {
        ConcurrencyLimit limit = new ConcurrencyLimit(3, 100, 100);

        assertThat(limit.requests(99, 50 * MILLI)).isEqualTo(1);
        assertThat(limit.requests(100, 50 * MILLI)).isEqualTo(3);
        assertThat(limit.requests(100, MILLI)).isEqualTo(2);
    }

    @Test
    void requests_oneIfNoMoreAreAllowed() {
        assertThat(new ConcurrencyLimit(1, 512, 8192).requests(1_000_000, 300 * MILLI))
                .isEqualTo(1);
    }
}
