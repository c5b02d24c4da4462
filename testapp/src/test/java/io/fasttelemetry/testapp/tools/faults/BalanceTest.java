/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.testapp.tools.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.fasttelemetry.testapp.tools.ClosingMessage;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BalanceTest {
    private static final Optional<ClosingMessage> CLOSING = Optional.of(new ClosingMessage(10, 7, 3, ""));

    @Test
    void isEven_ifEverySpanIsAccountedFor() {
        assertThat(new Balance(10, CLOSING, 7, true).isEven()).isTrue();
        assertThat(new Balance(11, CLOSING, 7, true).isEven()).isFalse();
        assertThat(new Balance(10, CLOSING, 6, false).isEven()).isFalse();
        assertThat(new Balance(10, Optional.empty(), 7, true).isEven()).isFalse();
    }

    @Test
    void isEven_withMoreReceivedOnlyIfThatMayBe() {
        assertThat(new Balance(10, CLOSING, 8, true).isEven()).isFalse();
        assertThat(new Balance(10, CLOSING, 8, false).isEven()).isTrue();
    }

    @Test
    void toString_saysWhatIsUnknown() {
        assertThat(new Balance(10, CLOSING, 7, true)).hasToString("started 10, exported 7, dropped 3; received 7");
        assertThat(new Balance(10, Optional.empty(), 7, true))
                .hasToString("started 10, exported ?, dropped ?; received 7");
    }
}
