/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.testapp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a security manager refuses the agent is no harm to the application; what it does not refuse is used. Until 23.
 */
class SecurityManagerIT {
    private static final String RULE = "com.acme.scenario.OneSpan[work]";

    @TempDir
    Path directory;

    private static void assumeThereIsOne(TestJvm jvm) {
        assumeTrue(jvm.feature() < 24, "JDK 24 has no security manager");
    }

    /** The JVM's own, of a feature that is going away. */
    private static String[] warnings(JvmResult result) {
        return result.stderr()
                .lines()
                .filter(line -> line.startsWith("WARNING: "))
                .toArray(String[]::new);
    }

    private static List<String> ofTheAgent(JvmResult result) {
        return result.stderr()
                .lines()
                .filter(line -> !line.startsWith("WARNING: "))
                .toList();
    }

    @EachJvm
    void managerThatRefusesTheAgent_isOneMessage(TestJvm jvm) {
        assumeThereIsOne(jvm);
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            for (String manager : List.of("", "com.acme.scenario.RefusingManager")) {
                JvmResult result = AgentJvm.scenario(jvm, "OneSpan")
                        .traced(receiver, RULE)
                        .property("java.security.manager", manager)
                        .run()
                        .assertExit(0);

                assertThat(result.stdout()).isEqualTo("answer 42\n");
                assertThat(ofTheAgent(result))
                        .singleElement()
                        .asString()
                        .startsWith("fast-telemetry: not started: java.")
                        .endsWith("needs java.security.AllPermission");
            }
            assertThat(receiver.requests()).isEmpty();
        }
    }

    @EachJvm
    void policyThatGrantsTheJarEverything_isEnough(TestJvm jvm) throws IOException {
        assumeThereIsOne(jvm);
        Path policy = Files.writeString(
                directory.resolve("agent.policy"),
                "grant codeBase \"" + AgentJvm.agentJar().toUri()
                        + "\" { permission java.security.AllPermission; };\n");
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            JvmResult result = AgentJvm.scenario(jvm, "OneSpan")
                    .traced(receiver, RULE)
                    .property("java.security.manager", "")
                    .property("java.security.policy", policy.toString())
                    .run()
                    .assertExit(0);

            SpanCounts.assertNothingLost(result, receiver, warnings(result));
            assertThat(receiver.spans()).hasSize(1);
        }
    }

    /**
     * Its policy grants the agent's jar nothing, and the application's code, which loads the classes, next to nothing.
     */
    @EachJvm
    void managerSetByTheApplication_changesNothing(TestJvm jvm) {
        assumeThereIsOne(jvm);
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            AgentJvm run = AgentJvm.scenario(jvm, "LateManager")
                    .traced(receiver, "com.acme.scenario.LateManager[work];com.acme.scenario.LateManager$Base[work]");
            if (jvm.feature() > 11) {
                run.property("java.security.manager", "allow");
            }
            JvmResult result = run.run().assertExit(0);

            assertThat(result.stdout()).isEqualTo("sum 8\n");
            SpanCounts.assertNothingLost(result, receiver, warnings(result));
            assertThat(receiver.spans())
                    .extracting(ReceivedSpan::name)
                    .containsExactlyInAnyOrder("LateManager.work", "LateManager.Late.work", "LateManager.work");
        }
    }
}
