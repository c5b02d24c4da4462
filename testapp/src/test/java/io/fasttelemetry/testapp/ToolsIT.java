/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.testapp;

import static org.assertj.core.api.Assertions.assertThat;

import io.fasttelemetry.testapp.tools.ClosingMessage;
import org.junit.jupiter.api.Test;

/** What the tools of the benchmarks and fault tables read of the agent must be what it says. */
class ToolsIT {
    @Test
    void closingMessage_isFoundInWhatTheAgentLogs() {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            JvmResult result = AgentJvm.scenario(TestJvm.any(), "Burst", "1000")
                    .traced(receiver, "com.acme.scenario.Burst[work]")
                    .run()
                    .assertExit(0);

            ClosingMessage closing = ClosingMessage.find(result.stderr()).orElseThrow();

            assertThat(closing.started()).isEqualTo(1000);
            assertThat(closing.exported()).isEqualTo(1000);
            assertThat(closing.dropped()).isZero();
        }
    }
}
