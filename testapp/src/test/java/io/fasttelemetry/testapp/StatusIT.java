/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.testapp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Another process asks the agent of a running one how it is doing, and has it send what is pending. */
class StatusIT {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String RULE = "com.acme.scenario.LoadedBefore[work]";
    private static final String ALLOWED = "-XX:+EnableDynamicAgentLoading"; // for flush, from 21 on

    private static JvmResult ask(TestJvm jvm, String command, long pid) {
        return AgentJvm.jar(jvm, AgentJvm.agentJar(), command, Long.toString(pid))
                .run();
    }

    private static Map<String, String> status(TestJvm jvm, RunningJvm running) {
        JvmResult result = ask(jvm, "status", running.pid()).assertExit(0);
        assertThat(result.stderr()).isEmpty();
        Map<String, String> status = new LinkedHashMap<>();
        for (String line : result.lines()) {
            int colon = line.indexOf(": ");
            status.put(line.substring(0, colon), line.substring(colon + 2));
        }
        return status;
    }

    private static void assertBalanced(Map<String, String> status) {
        assertThat(count(status, "started"))
                .as("%s", status)
                .isEqualTo(count(status, "sampled out")
                        + count(status, "exported")
                        + count(status, "dropped")
                        + count(status, "pending")
                        + count(status, "active"));
    }

    private static long count(Map<String, String> status, String key) {
        return Long.parseLong(status.get(key));
    }

    /** Nothing is loaded into the process for it, so the JVM has no warning to give and its output stays as it was. */
    @EachJvm
    void status_reportsSuccess(TestJvm jvm) {
        try (OtlpReceiver receiver = OtlpReceiver.start();
                RunningJvm running = AgentJvm.scenario(jvm, "LoadedBefore")
                        .traced(receiver, RULE)
                        .start()) {
            running.awaitLine("READY", SOON);
            receiver.awaitSpans(3, SOON);

            Map<String, String> status = status(jvm, running);

            assertThat(status.get("agent")).startsWith("running version ");
            assertBalanced(status);
            assertThat(count(status, "exported")).isPositive();
            assertThat(count(status, "requests")).isPositive();
            assertThat(status).containsEntry("dropped", "0").containsEntry("failures in a row", "0");
            assertThat(status.get("time")).startsWith("20");
            assertThat(status.get("last success time")).startsWith("20");
            assertThat(status).containsEntry("last error time", "never").containsEntry("last error", "none");
            SpanCounts.assertNothingLost(running.closeStdin().await().assertExit(0), receiver);
        }
    }

    @EachJvm
    void status_reportsFailure(TestJvm jvm) {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            receiver.answerAlways(Answer.status(503).body("database is down"));
            try (RunningJvm running = AgentJvm.scenario(jvm, "LoadedBefore")
                    .traced(receiver, RULE)
                    .property("fasttelemetry.retry.base", "100ms")
                    .start()) {
                running.awaitLine("READY", SOON);
                receiver.awaitRequests(3, SOON);

                Map<String, String> status = status(jvm, running);

                assertBalanced(status);
                assertThat(count(status, "failures in a row")).isPositive();
                assertThat(count(status, "pending{export_queue}")).isPositive();
                assertThat(status.get("last error")).contains("503", "database is down");
                assertThat(status.get("last error time")).startsWith("20");
                assertThat(status).containsEntry("last success time", "never").containsEntry("exported", "0");
            }
        }
    }

    @EachJvm
    void statusAndFlush_sayWhenThereIsNoAgent(TestJvm jvm) {
        try (RunningJvm running = AgentJvm.scenario(jvm, "LoadedBefore").start()) {
            running.awaitLine("READY", SOON);

            for (String command : new String[] {"status", "flush"}) {
                JvmResult result = ask(jvm, command, running.pid()).assertExit(1);

                assertThat(result.stderr()).isEqualTo("no agent runs in " + running.pid() + "\n");
                assertThat(result.stdout()).isEmpty();
            }
            assertThat(running.closeStdin().await().assertExit(0).stderr()).isEmpty();
        }
    }

    /** In a container the variable is there for every JVM, that of the command line included. */
    @EachJvm
    void commands_workWhereTheVariableNamesTheAgentAsWell(TestJvm jvm) {
        try (OtlpReceiver receiver = OtlpReceiver.start();
                RunningJvm running = AgentJvm.scenario(jvm, "LoadedBefore")
                        .traced(receiver, RULE)
                        .jvmArgs(ALLOWED)
                        .start()) {
            running.awaitLine("READY", SOON);
            String variable = "-javaagent:" + AgentJvm.agentJar()
                    + " -Dfasttelemetry.log.level=debug -Dfasttelemetry.endpoint=" + receiver.url();

            for (String command : new String[] {"status", "flush", "attach"}) {
                JvmResult result = AgentJvm.jar(jvm, AgentJvm.agentJar(), command, Long.toString(running.pid()))
                        .env("JAVA_TOOL_OPTIONS", variable)
                        .run()
                        .assertExit(0);

                assertThat(result.stderr()).isEqualTo("Picked up JAVA_TOOL_OPTIONS: " + variable + "\n");
                assertThat(result.stdout()).isNotEmpty();
            }
            SpanCounts.assertNothingLost(running.closeStdin().await().assertExit(0), receiver);
        }
    }

    @EachJvm
    void flush_whereTheAgentDidNotStartSaysWhy(TestJvm jvm) {
        try (RunningJvm running = AgentJvm.scenario(jvm, "LoadedBefore")
                .agent()
                .property("fasttelemetry.enabled", "false")
                .start()) {
            running.awaitLine("READY", SOON);

            JvmResult result = ask(jvm, "flush", running.pid()).assertExit(1);

            assertThat(result.stderr())
                    .isEqualTo("no agent runs in " + running.pid() + ": disabled by configuration\n");
        }
    }

    @EachJvm
    void flush_deliversBeforeItReturns(TestJvm jvm) {
        try (OtlpReceiver receiver = OtlpReceiver.start();
                RunningJvm running = AgentJvm.scenario(jvm, "LoadedBefore")
                        .traced(receiver, RULE)
                        .interval(Duration.ofHours(1))
                        .jvmArgs(ALLOWED)
                        .start()) {
            running.awaitLine("READY", SOON);
            assertThat(receiver.requests()).isEmpty();

            JvmResult flushed = ask(jvm, "flush", running.pid()).assertExit(0);

            int received = receiver.spans().size();
            assertThat(received).isPositive();
            assertThat(flushed.stdout()).isEqualTo("done: " + received + " spans delivered\n");
            assertThat(flushed.stderr()).isEmpty();
            assertBalanced(status(jvm, running));
            SpanCounts.assertNothingLost(running.closeStdin().await().assertExit(0), receiver);
        }
    }

    @EachJvm
    void flush_reportsThatTheReceiverFailsAndOvertakesABackOff(TestJvm jvm) {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            receiver.answerAlways(Answer.status(503));
            try (RunningJvm running = AgentJvm.scenario(jvm, "LoadedBefore")
                    .traced(receiver, RULE)
                    .property("fasttelemetry.retry.base", "1h")
                    .property("fasttelemetry.retry.max", "1h")
                    .jvmArgs(ALLOWED)
                    .start()) {
                running.awaitLine("READY", SOON);
                receiver.awaitRequests(1, SOON);

                JvmResult failed = ask(jvm, "flush", running.pid()).assertExit(1);
                receiver.answerAlways(Answer.ok());
                JvmResult delivered = ask(jvm, "flush", running.pid()).assertExit(0);

                assertThat(failed.stderr())
                        .startsWith("failed: ")
                        .contains("HTTP 503")
                        .hasLineCount(1);
                assertThat(failed.stdout()).isEmpty();
                assertThat(delivered.stdout()).startsWith("done: ").hasLineCount(1);
                assertThat(receiver.spans()).isNotEmpty();
                assertThat(running.closeStdin().await().assertExit(0).stdout()).isEqualTo("READY\ndone\n");
            }
        }
    }

    @EachJvm
    void loadingForbidden_statusWorksAndFlushSaysWhyItDoesNot(TestJvm jvm) {
        try (OtlpReceiver receiver = OtlpReceiver.start();
                RunningJvm running = AgentJvm.scenario(jvm, "LoadedBefore")
                        .traced(receiver, RULE)
                        .jvmArgs("-XX:-EnableDynamicAgentLoading")
                        .start()) {
            running.awaitLine("READY", SOON);

            assertBalanced(status(jvm, running));
            JvmResult flushed = ask(jvm, "flush", running.pid()).assertExit(1);

            assertThat(flushed.stderr()).contains("agent").hasLineCount(1);
            assertThat(flushed.stdout()).isEmpty();
            SpanCounts.assertNothingLost(running.closeStdin().await().assertExit(0), receiver);
        }
    }

    @EachJvm
    void javaWithoutAttach_getsOneLine(TestJvm jvm) {
        JvmResult result = AgentJvm.jar(jvm, AgentJvm.agentJar(), "status", "1")
                .jvmArgs("--limit-modules=java.base,java.instrument")
                .run()
                .assertExit(1);

        assertThat(result.stderr())
                .isEqualTo("this Java cannot attach: it lacks the module jdk.attach; use the java command of a JDK\n");
        assertThat(result.stdout()).isEmpty();
    }
}
