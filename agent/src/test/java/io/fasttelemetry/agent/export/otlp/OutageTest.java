/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class OutageTest {
    private static final long SECOND = 1_000_000_000L;

    private final Outage outage = new Outage();

    @Test
    void end_reportsTheTotals() {
        outage.begin(5, 10);
        outage.failed(true);
        outage.failed(false);
        assertThat(outage.isOver()).isFalse();
        assertThat(outage.attemptCount()).isEqualTo(2);

        assertThat(outage.end(5 + 93 * SECOND + SECOND / 2, 12, 7))
                .isEqualTo("export works again after 93.5 s and 2 failed attempts; 2 spans were dropped meanwhile,"
                        + " 7 wait");
        assertThat(outage.isOver()).isTrue();
    }

    @Test
    void end_isSilentIfTheBeginningWas() {
        outage.begin(5, 0);
        outage.failed(true);
        outage.end(6, 0, 0);
        outage.begin(7, 0);
        outage.failed(false);

        assertThat(outage.end(8, 0, 0)).isNull();
    }
}
