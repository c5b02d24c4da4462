/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.testapp.tools.compat;

import static org.assertj.core.api.Assertions.assertThat;

import io.fasttelemetry.testapp.tools.ClosingMessage;
import io.fasttelemetry.testapp.tools.receiver.ReceiverCounts;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProgramRowTest {
    private static final Optional<ClosingMessage> CLOSING = Optional.of(new ClosingMessage(7, 7, 0, ""));

    @Test
    void toString_isARowOfTheTable() {
        assertThat(row("ok", CLOSING, new ReceiverCounts(1, 7, 0, 0)))
                .hasToString("h2 2                   ok                 1.3s   received=7       sent=7    twice=0");
        assertThat(new ProgramRow("h2 2", "FAILED", 1250, Optional.empty(), Optional.empty()))
                .hasToString("h2 2                   FAILED             1.3s   received=-       sent=-    twice=-");
    }

    @Test
    void verdict_isThatOfTheProgramIfTheSpansAgree() {
        assertThat(row("ok", CLOSING, new ReceiverCounts(1, 7, 0, 0)).verdict()).isEqualTo("ok");
        assertThat(row("FAILED", CLOSING, new ReceiverCounts(1, 7, 0, 0)).verdict())
                .isEqualTo("FAILED");
    }

    @Test
    void verdict_saysIfTheSpansDiffer() {
        assertThat(row("ok", CLOSING, new ReceiverCounts(1, 6, 0, 0)).verdict()).isEqualTo("SPANS DIFFER");
        assertThat(row("ok", CLOSING, new ReceiverCounts(1, 7, 1, 0)).verdict()).isEqualTo("SPANS DIFFER");
        assertThat(row("ok", CLOSING, new ReceiverCounts(1, 7, 0, 1)).verdict()).isEqualTo("SPANS DIFFER");
        assertThat(row("ok", Optional.empty(), new ReceiverCounts(1, 7, 0, 0)).verdict())
                .isEqualTo("SPANS DIFFER");
        assertThat(row("ok", Optional.of(new ClosingMessage(0, 0, 0, "")), new ReceiverCounts(0, 0, 0, 0))
                        .verdict())
                .isEqualTo("SPANS DIFFER");
    }

    private static ProgramRow row(String result, Optional<ClosingMessage> closing, ReceiverCounts receiver) {
        return new ProgramRow("h2 2", result, 1250, closing, Optional.of(receiver));
    }
}
