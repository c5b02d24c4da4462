/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.testapp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;

/** Applications that are named modules, and class loaders that delegate little. */
class ModulesIT {
    @EachJvm
    void namedModule_isTracedWithoutAddReadsOrOpens(TestJvm jvm) {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            JvmResult result = AgentJvm.module(jvm)
                    .traced(receiver, "com.acme.modular.Main[start];com.acme.modular.internal.Engine[turn]")
                    .run()
                    .assertExit(0);

            SpanCounts.assertNothingLost(result, receiver);
            assertThat(result.stdout()).isEqualTo("module com.acme.modular answers 42\n");
            assertThat(TraceShapes.of(receiver)).containsExactly("Main.start(Engine.turn)");
        }
    }

    /**
     * They ask the boot loader for {@code java.*} and nobody for anything else; and they can be collected afterwards.
     */
    @EachJvm
    void islandLoaders_areTracedAndLetGo(TestJvm jvm) {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            JvmResult result = AgentJvm.scenario(jvm, "Redeploy", "50")
                    .traced(receiver, "com.acme.scenario.Redeploy$Webapp[serve,answer]")
                    .run()
                    .assertExit(0);

            SpanCounts.assertNothingLost(result, receiver);
            assertThat(result.stdout()).isEqualTo("deployed 50\nleft 0\n");
            assertThat(TraceShapes.of(receiver))
                    .isEqualTo(Collections.nCopies(50, "Redeploy.Webapp.serve(Redeploy.Webapp.answer)"));
        }
    }
}
