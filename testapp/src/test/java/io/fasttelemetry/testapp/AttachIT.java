/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.testapp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.io.TempDir;

/** The agent comes late, twice, or after another: classes that are loaded already are traced, and each call once. */
class AttachIT {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String RULE = "com.acme.scenario.LoadedBefore[work]";

    /** From 21 on the JVM warns of agents that come late unless this is given. */
    private static final String ALLOWED = "-XX:+EnableDynamicAgentLoading";

    @TempDir
    Path folder;

    private static JvmResult attach(TestJvm jvm, String pid, OtlpReceiver receiver) {
        return AgentJvm.jar(
                        jvm,
                        AgentJvm.agentJar(),
                        "attach",
                        pid,
                        "methods=" + RULE,
                        "endpoint=" + receiver.url(),
                        "interval=100ms",
                        "log.level=info")
                .run();
    }

    @EachJvm
    void attach_tracesClassesThatAreLoaded(TestJvm jvm) {
        try (OtlpReceiver receiver = OtlpReceiver.start();
                RunningJvm running =
                        AgentJvm.scenario(jvm, "LoadedBefore").jvmArgs(ALLOWED).start()) {
            running.awaitLine("READY", SOON);

            JvmResult attached =
                    attach(jvm, Long.toString(running.pid()), receiver).assertExit(0);

            assertThat(attached.stdout()).startsWith("running version ").hasLineCount(1);
            assertThat(attached.stderr()).isEmpty();
            assertThat(receiver.awaitSpans(3, SOON)).allMatch(ReceivedSpan::isRoot);
            JvmResult result = running.closeStdin().await().assertExit(0);
            SpanCounts.assertNothingLost(result, receiver);
            assertThat(result.stdout()).isEqualTo("READY\ndone\n");
            assertThat(receiver.spans()).allMatch(span -> span.name().equals("LoadedBefore.work"));
        }
    }

    @EachJvm
    void attach_aSecondTimeChangesNothing(TestJvm jvm) {
        try (OtlpReceiver receiver = OtlpReceiver.start();
                OtlpReceiver second = OtlpReceiver.start();
                RunningJvm running = AgentJvm.scenario(jvm, "LoadedBefore")
                        .traced(receiver, RULE)
                        .jvmArgs(ALLOWED)
                        .start()) {
            running.awaitLine("READY", SOON);
            String pid = Long.toString(running.pid());

            JvmResult refused = attach(jvm, pid, second).assertExit(0);
            loadByJcmd(pid, second);

            assertThat(refused.stdout()).startsWith("the agent is there already: running version ");
            receiver.awaitSpans(receiver.spans().size() + 5, SOON);
            JvmResult result = running.closeStdin().await().assertExit(0);
            SpanCounts.assertNothingLost(result, receiver);
            assertThat(second.requests()).isEmpty();
            assertEachCallHasOneSpan(receiver);
        }
    }

    @EachJvm
    void attach_withOtherMethodsIsRefusedWithThoseInForce(TestJvm jvm) {
        try (OtlpReceiver receiver = OtlpReceiver.start();
                RunningJvm running = AgentJvm.scenario(jvm, "LoadedBefore")
                        .traced(receiver, RULE)
                        .jvmArgs(ALLOWED)
                        .start()) {
            running.awaitLine("READY", SOON);

            JvmResult refused = AgentJvm.jar(
                            jvm,
                            AgentJvm.agentJar(),
                            "attach",
                            Long.toString(running.pid()),
                            "methods=com.acme.scenario.LoadedBefore[main]")
                    .run()
                    .assertExit(1);

            assertThat(refused.stdout()).isEmpty();
            assertThat(refused.stderr())
                    .startsWith("the agent is there already, with other methods: " + RULE)
                    .contains("restart");
            SpanCounts.assertNothingLost(running.closeStdin().await().assertExit(0), receiver);
        }
    }

    @EachJvm
    void attach_thatFailedSaysWhyAndCanBeRepeated(TestJvm jvm) {
        try (OtlpReceiver receiver = OtlpReceiver.start();
                RunningJvm running =
                        AgentJvm.scenario(jvm, "LoadedBefore").jvmArgs(ALLOWED).start()) {
            running.awaitLine("READY", SOON);
            String pid = Long.toString(running.pid());

            JvmResult typo = AgentJvm.jar(
                            jvm, AgentJvm.agentJar(), "attach", pid, "methods=com.acme.scenario.LoadedBefore[work")
                    .run()
                    .assertExit(1);
            JvmResult status =
                    AgentJvm.jar(jvm, AgentJvm.agentJar(), "status", pid).run().assertExit(1);
            attach(jvm, pid, receiver).assertExit(0);

            assertThat(typo.stdout()).isEmpty();
            assertThat(typo.stderr())
                    .contains("fasttelemetry.methods: ", "LoadedBefore[work")
                    .endsWith("not started: no methods to trace\n");
            assertThat(status.stdout()).isEqualTo("agent: no methods to trace\n");
            receiver.awaitSpans(3, SOON);
            JvmResult result = running.closeStdin().await().assertExit(0);
            SpanCounts.assertCounted(result, receiver);
            assertEachCallHasOneSpan(receiver);
        }
    }

    /** The JVM's own way, which does not ask first. */
    private static void loadByJcmd(String pid, OtlpReceiver receiver) {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd"); // talks to every release
        String options = "methods=" + RULE + ",endpoint=" + receiver.url();
        try {
            Process process = new ProcessBuilder(
                            jcmd.toString(),
                            pid,
                            "JVMTI.agent_load",
                            AgentJvm.agentJar().toString(),
                            options)
                    .redirectErrorStream(true)
                    .start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(said).isZero();
            assertThat(said).contains("return code: 0");
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** The program pauses between its calls, so two spans for one call would overlap. */
    private static void assertEachCallHasOneSpan(OtlpReceiver receiver) {
        long lastEnd = 0;
        for (String shape : TraceShapes.of(receiver)) {
            assertThat(shape).isEqualTo("LoadedBefore.work");
        }
        for (ReceivedSpan span : receiver.spans()) {
            assertThat(span.span().getStartTimeUnixNano()).isGreaterThan(lastEnd);
            lastEnd = span.span().getEndTimeUnixNano();
        }
    }

    @EachJvm
    void attach_saysWhenThereIsNoSuchProcess(TestJvm jvm) {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            JvmResult failed = attach(jvm, "999999999", receiver).assertExit(1);

            assertThat(failed.stdout()).isEmpty();
            assertThat(failed.stderr())
                    .startsWith("could not attach to 999999999: ")
                    .hasLineCount(1);
        }
    }

    @EachJvm
    void jarListedTwice_eachCallHasOneSpan(TestJvm jvm) {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            JvmResult result = AgentJvm.scenario(jvm, "Nested")
                    .traced(receiver, "com.acme.scenario.Nested[outer,middle,inner]")
                    .agent()
                    .run()
                    .assertExit(0);

            SpanCounts.assertNothingLost(result, receiver);
            assertThat(TraceShapes.of(receiver))
                    .hasSize(2)
                    .containsOnly("Nested.outer(Nested.middle(Nested.inner) Nested.middle(Nested.inner))");
        }
    }

    @EachJvm
    void jarListedTwiceWithOtherArguments_isReported(TestJvm jvm) {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            JvmResult result = AgentJvm.scenario(jvm, "OneSpan")
                    .endpoint(receiver)
                    .otherAgent(AgentJvm.agentJar() + "=methods=com.acme.scenario.OneSpan[work]")
                    .otherAgent(AgentJvm.agentJar() + "=methods=com.acme.scenario.OneSpan[main],headers=key=secret")
                    .run()
                    .assertExit(0);

            assertThat(result.stderr())
                    .isEqualTo("fast-telemetry: -javaagent names this agent twice, with different arguments;"
                            + " those of the first are used\n");
            assertThat(receiver.spans()).hasSize(1);
        }
    }

    /** It ran once before the agent was there, and once after. */
    @EachJvm
    void classLoadedByAnEarlierAgent_isTraced(TestJvm jvm) throws IOException {
        Path early = earlyAgent();
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            JvmResult result = AgentJvm.scenario(jvm, "OneSpan")
                    .otherAgent(early.toString())
                    .traced(receiver, "com.acme.scenario.OneSpan[work]")
                    .run()
                    .assertExit(0);

            SpanCounts.assertNothingLost(result, receiver);
            assertThat(result.stdout()).isEqualTo("answer 42\nanswer 42\n");
            assertThat(receiver.spans()).hasSize(1);
        }
    }

    private Path earlyAgent() throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Premain-Class", "com.acme.scenario.EarlyAgent");
        Path jar = folder.resolve("early.jar");
        String entry = "com/acme/scenario/EarlyAgent.class";
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file, manifest)) {
            out.putNextEntry(new JarEntry(entry));
            Files.copy(AgentJvm.scenarioClasses().resolve(entry), out);
        }
        return jar;
    }
}
