/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.testapp.tools;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** That the agent's message still has this form, the end-to-end test {@code ToolsIT} shows. */
class ClosingMessageTest {
    private static final String MESSAGE = "fast-telemetry WARN started 12 spans: exported 7, sampled out 0,"
            + " dropped 4 (load_shed 4, queue_full 0, refused 0, rejected 0, shutdown 0, error 0),"
            + " active 1; 3 requests";

    @Test
    void find_readsTheMessageAmongOthers() {
        assertThat(ClosingMessage.find("something else\n" + MESSAGE + "\nand more\n"))
                .contains(new ClosingMessage(12, 7, 4, MESSAGE));
    }

    @Test
    void find_takesTheLastOne() {
        assertThat(ClosingMessage.find(MESSAGE + "\n" + MESSAGE.replace("12", "13")))
                .get()
                .extracting(ClosingMessage::started)
                .isEqualTo(13L);
    }

    @Test
    void find_isEmptyIfTheAgentSaidNothing() {
        assertThat(ClosingMessage.find("exported 7 spans\n")).isEmpty();
    }
}
