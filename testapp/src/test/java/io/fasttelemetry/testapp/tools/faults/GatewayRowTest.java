/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.testapp.tools.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.fasttelemetry.testapp.tools.ClosingMessage;
import io.fasttelemetry.testapp.tools.receiver.ReceiverCounts;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GatewayRowTest {
    @Test
    void isWhole_ifEverySpanArrivedOnce() {
        Map<String, Long> answers = GatewayRow.answers("""
                127.0.0.1 - CN=agent [24/Nov/2026:10:00:00 +0000] "POST /v1/traces HTTP/1.1" 200 0 "-" "-"
                127.0.0.1 - CN=agent [24/Nov/2026:10:00:01 +0000] "POST /v1/traces HTTP/1.1" 502 0 "-" "-"
                127.0.0.1 - CN=agent [24/Nov/2026:10:00:02 +0000] "POST /v1/traces HTTP/1.1" 200 0 "-" "-"
                """);
        Optional<ClosingMessage> closing = Optional.of(new ClosingMessage(7, 7, 0, ""));

        GatewayRow row = new GatewayRow("502", 7, closing, new ReceiverCounts(2, 7, 0, 0), answers);

        assertThat(row.isWhole()).isTrue();
        assertThat(row)
                .hasToString("502: started 7, exported 7, answers 2 of 200, 1 of 502; receiver:"
                        + " requests=2 received=7 duplicates=0 bad=0");
        assertThat(new GatewayRow("", 7, closing, new ReceiverCounts(2, 7, 1, 0), answers).isWhole())
                .isFalse();
        assertThat(new GatewayRow("", 7, closing, new ReceiverCounts(2, 6, 0, 0), answers).isWhole())
                .isFalse();
        assertThat(new GatewayRow("", 8, closing, new ReceiverCounts(2, 8, 0, 0), answers).isWhole())
                .isFalse();
    }
}
