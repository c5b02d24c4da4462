/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.testapp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;

/** How much the agent says, when, and on which thread. */
class LoggingIT {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String BROKEN = "com.acme.scenario.HijackedErr$Broken[work]";

    private static AgentJvm hijacked(TestJvm jvm, OtlpReceiver receiver, String... args) {
        return AgentJvm.scenario(jvm, "HijackedErr", args)
                .traced(receiver, BROKEN)
                .property("fasttelemetry.log.level", "debug")
                .property("fasttelemetry.shutdown.timeout", "500ms");
    }

    /** The class is loaded while another thread holds the lock of the stream, and waits for the loading to end. */
    @EachJvm
    void transform_writesNothingOnTheThreadThatLoads(TestJvm jvm) {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            JvmResult result = hijacked(jvm, receiver).run().assertExit(0);

            assertThat(result.lines()).contains("broken", "loaded true", "writers [span-exporter]");
            assertThat(result.stderr())
                    .contains("fast-telemetry WARN class com.acme.scenario.HijackedErr$Broken is left as it was: ");
        }
    }

    @EachJvm
    void exit_isNotHeldUpByAStreamThatIsLocked(TestJvm jvm) {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            JvmResult result = hijacked(jvm, receiver, "exit").run().assertExit(0);

            assertThat(result.lines()).contains("loaded true");
        }
    }

    /** Five lines, however many attempts, and one with the totals when it is over. */
    @EachJvm
    void outage_isFiveLinesAndOneAtItsEnd(TestJvm jvm) {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            receiver.answerAlways(Answer.status(503).body("database is down " + "x".repeat(5_000)));
            try (RunningJvm running = AgentJvm.scenario(jvm, "LoadedBefore")
                    .traced(receiver, "com.acme.scenario.LoadedBefore[work]")
                    .property("fasttelemetry.headers", "authorization=s3cret")
                    .property("fasttelemetry.retry.base", "20ms")
                    .property("fasttelemetry.retry.max", "40ms")
                    .start()) {
                running.awaitLine("READY", SOON);
                receiver.awaitRequests(20, SOON);
                receiver.answerAlways(Answer.ok());
                String recovery = running.awaitErrorLine("export works again", SOON);
                JvmResult result = running.closeStdin().await().assertExit(0);

                assertThat(recovery)
                        .matches("fast-telemetry WARN export works again after \\d+\\.\\d s and \\d+ failed attempts;"
                                + " 0 spans were dropped meanwhile, \\d+ wait");
                List<String> failures = result.stderr()
                        .lines()
                        .filter(line -> line.contains("export failed"))
                        .toList();
                assertThat(failures)
                        .hasSize(5)
                        .allMatch(line -> line.startsWith("fast-telemetry WARN ") && line.length() < 1_300)
                        .allMatch(line -> line.contains("HTTP 503: database is down "));
                assertThat(result.stderr()).doesNotContain("s3cret").hasLineCount(5 + 1 + 3);
                SpanCounts.assertCounted(result, receiver);
            }
        }
    }

    @EachJvm
    void success_isSaidAtDebugWithCountAndBytes(TestJvm jvm) {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            JvmResult result = AgentJvm.scenario(jvm, "OneSpan")
                    .traced(receiver, "com.acme.scenario.OneSpan[work]")
                    .property("fasttelemetry.service.name", "shop")
                    .property("fasttelemetry.log.level", "debug")
                    .run()
                    .assertExit(0);

            int bytes = receiver.requests().get(0).body().size();
            assertThat(result.stderr())
                    .contains(
                            " of shop to \"" + receiver.url() + "/v1/traces\"",
                            "fast-telemetry DEBUG exported 1 span, " + bytes + " bytes");
        }
    }
}
