/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.testapp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.io.TempDir;

/** The agent in the process: unnoticed, small, quick, and out of the way of whatever the application does first. */
class StartIT {
    private static final String ONE_SPAN = "com.acme.scenario.OneSpan[work]";
    private static final Duration SOON = Duration.ofSeconds(20);

    /** What some applications want to be the first to touch. */
    private static final List<String> NOT_BEFORE_MAIN = List.of(
            "java.util.logging.",
            "javax.net.ssl.",
            "java.security.Provider",
            "javax.management.",
            "java.nio.file.FileSystems");

    /** Nor later; what the client's code names of {@code javax.net.ssl} is linked all the same, and starts nothing. */
    private static final List<String> NEVER = List.of(
            "java.util.logging.",
            "javax.net.ssl.",
            "java.security.Provider",
            "sun.security.jca.",
            "jdk.internal.icu.",
            "sun.net.www.protocol.jrt.");

    private static final Set<String> NAMED_BY_THE_CLIENT = Set.of(
            "javax.net.ssl.HostnameVerifier",
            "javax.net.ssl.SSLException",
            "javax.net.ssl.SSLPeerUnverifiedException",
            "javax.net.ssl.SSLSocketFactory");

    @TempDir
    Path directory;

    private static AgentJvm oneSpan(TestJvm jvm, OtlpReceiver receiver) {
        return AgentJvm.scenario(jvm, "OneSpan").traced(receiver, ONE_SPAN);
    }

    @EachJvm
    void run_withDefaultsIsSilent(TestJvm jvm) {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            AgentJvm.scenario(jvm, "OneSpan")
                    .agent()
                    .endpoint(receiver)
                    .methods(ONE_SPAN)
                    .run()
                    .assertSilent();

            assertThat(receiver.spans()).hasSize(1);
        }
    }

    @EachJvm
    void run_withAllClassesVerified_sendsAllSpans(TestJvm jvm) {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            JvmResult result = AgentJvm.scenario(jvm, "Throwing")
                    .traced(receiver, "com.acme.scenario.Throwing[*]")
                    .jvmArgs("-XX:+UnlockDiagnosticVMOptions", "-XX:+BytecodeVerificationLocal")
                    .run()
                    .assertExit(0);

            SpanCounts counts = SpanCounts.assertNothingLost(result, receiver);
            assertThat(counts.exported()).isPositive();
        }
    }

    @EachJvm
    void run_withoutUnsafeMemoryAccess_sendsAllSpans(TestJvm jvm) {
        assumeTrue(jvm.feature() >= 24, "the JVM has no such option");
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            JvmResult result = AgentJvm.scenario(jvm, "ManyThreads", "4", "100")
                    .traced(receiver, "com.acme.scenario.ManyThreads[*]")
                    .jvmArgs("--sun-misc-unsafe-memory-access=deny")
                    .run()
                    .assertExit(0);

            SpanCounts counts = SpanCounts.assertNothingLost(result, receiver);
            assertThat(counts.exported()).isGreaterThanOrEqualTo(400);
        }
    }

    @EachJvm
    void run_withTheFewestModules_sendsAllSpans(TestJvm jvm) {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            JvmResult result = oneSpan(jvm, receiver)
                    .jvmArgs("--limit-modules=java.base,java.instrument")
                    .run()
                    .assertExit(0);

            assertThat(result.stdout()).isEqualTo("answer 42\n");
            assertThat(SpanCounts.assertNothingLost(result, receiver).exported())
                    .isEqualTo(1);
        }
    }

    @EachJvm
    void run_inAVerySmallHeap_exportsOrSaysSo(TestJvm jvm) {
        for (String heap : List.of("-Xmx16m", "-Xmx12m", "-Xmx8m")) {
            try (OtlpReceiver receiver = OtlpReceiver.start()) {
                JvmResult result = AgentJvm.scenario(jvm, "OneSpan")
                        .agent()
                        .endpoint(receiver)
                        .methods(ONE_SPAN)
                        .jvmArgs(heap)
                        .run()
                        .assertExit(0);

                System.out.println(
                        jvm + " with " + heap + ": " + receiver.spans().size() + " spans, stderr: "
                                + result.stderr().strip());
                assertThat(result.stdout()).isEqualTo("answer 42\n");
                assertThat(result.stderr().lines().toList())
                        .hasSizeLessThanOrEqualTo(1)
                        .allMatch(line -> line.startsWith("fast-telemetry"));
                assertThat(receiver.spans().isEmpty())
                        .isEqualTo(!result.stderr().isEmpty());
            }
        }
    }

    @EachJvm
    void firstTouchedByTheApplication_staysItsOwn(TestJvm jvm) {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            AgentJvm.scenario(jvm, "CustomLogManager", "600")
                    .agent()
                    .endpoint(receiver)
                    .interval(Duration.ofMillis(50))
                    .methods("com.acme.scenario.CustomLogManager[work]")
                    .run()
                    .assertSilent();

            assertThat(receiver.spans()).hasSize(1);
        }
    }

    @EachJvm
    void classesLoaded_leaveTheTrapsAlone(TestJvm jvm) throws IOException {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            Path with = directory.resolve("with");
            Path without = directory.resolve("without");
            AgentJvm run = AgentJvm.scenario(jvm, "LiveThread", "1")
                    .agent()
                    .endpoint(receiver)
                    .interval(Duration.ofMillis(100))
                    .methods("com.acme.scenario.LiveThread[work]");
            run.withoutAgent().jvmArgs("-Xlog:class+load:file=" + without).run().assertExit(0);
            run.jvmArgs("-Xlog:class+load:file=" + with).run().assertExit(0);

            assertThat(receiver.spans()).hasSize(1);
            Set<String> plain = new TreeSet<>(classesIn(without));
            List<String> all = classesIn(with);
            List<String> beforeMain = all.subList(0, all.indexOf("com.acme.scenario.LiveThread"));
            assertThat(beforeMain).contains("java.lang.FastTelemetryTracer");
            assertThat(beforeMain.stream()
                            .filter(name -> !plain.contains(name))
                            .filter(name -> NOT_BEFORE_MAIN.stream().anyMatch(name::startsWith)))
                    .isEmpty();
            assertThat(all).contains("okhttp3.OkHttpClient");
            assertThat(all.stream()
                            .filter(name -> !plain.contains(name))
                            .filter(name -> !NAMED_BY_THE_CLIENT.contains(name))
                            .filter(name -> NEVER.stream().anyMatch(name::startsWith)))
                    .isEmpty();
        }
    }

    /** In the order in which they were loaded. */
    private static List<String> classesIn(Path log) throws IOException {
        List<String> names = new ArrayList<>();
        for (String line : Files.readAllLines(log)) {
            String text = line.substring(line.lastIndexOf("] ") + 2);
            int end = text.indexOf(" source:");
            if (end > 0) {
                names.add(text.substring(0, end));
            }
        }
        return names;
    }

    @EachJvm
    void run_withNothingWritable_sendsAllSpans(TestJvm jvm) {
        assertWorks(oneSpanWithoutPlaces(jvm).directory(Path.of("/proc/self")));
    }

    @EachJvm
    void run_onAReadOnlyRoot_sendsAllSpans(TestJvm jvm) throws IOException, InterruptedException {
        String[] readOnly = {"unshare", "-rm", "sh", "-c", "mount -o remount,bind,ro / && exec \"$@\"", "sh"};
        List<String> probe = new ArrayList<>(List.of(readOnly));
        probe.addAll(List.of("sh", "-c", "! touch " + directory.resolve("x")));
        boolean possible;
        try {
            possible = new ProcessBuilder(probe).start().waitFor() == 0;
        } catch (IOException e) {
            possible = false;
        }
        assumeTrue(possible, "this machine cannot give a process a read-only root");
        assertWorks(oneSpanWithoutPlaces(jvm).through(readOnly));
    }

    /** 64 MB for the whole process, a heap of 24 MB, and 4 000 000 spans as fast as they come. */
    @EachJvm
    void run_inASmallContainerUnderLoad_isNotKilled(TestJvm jvm) throws IOException, InterruptedException {
        Path group = Path.of("/sys/fs/cgroup/memory/fast-telemetry-"
                + ProcessHandle.current().pid());
        String[] confined = {
            "sh",
            "-c",
            "echo 67108864 > " + group + "/memory.limit_in_bytes && echo $$ > " + group
                    + "/cgroup.procs && exec \"$@\"",
            "sh"
        };
        assumeTrue(group.toFile().mkdir(), "this machine cannot confine a process");
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            JvmResult result = AgentJvm.scenario(jvm, "ManyThreads", "4", "500000")
                    .traced(receiver, "com.acme.scenario.ManyThreads[outer,inner]")
                    .jvmArgs("-Xmx24m", "-Xss512k", "-XX:ReservedCodeCacheSize=16m", "-XX:+UseSerialGC")
                    .through(confined)
                    .run()
                    .assertExit(0);

            SpanCounts counts = SpanCounts.assertBalanced(result, receiver);
            System.out.println(jvm + " in 64 MB: " + counts);
            assertThat(counts.started()).isEqualTo(4_000_000);
        } finally {
            group.toFile().delete();
        }
    }

    private static AgentJvm oneSpanWithoutPlaces(TestJvm jvm) {
        return AgentJvm.scenario(jvm, "OneSpan")
                .property("java.io.tmpdir", "/nonexistent")
                .withoutEnv("HOME")
                .withoutEnv("TMPDIR");
    }

    private static void assertWorks(AgentJvm run) {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            JvmResult without = run.withoutAgent().run();
            JvmResult result = run.traced(receiver, ONE_SPAN).run().assertExit(0);

            // Some JVMs have a word of their own to say on such places.
            String[] expected = without.stderr().lines().toArray(String[]::new);
            assertThat(result.stdout()).isEqualTo("answer 42\n");
            assertThat(SpanCounts.assertNothingLost(result, receiver, expected).exported())
                    .isEqualTo(1);
        }
    }

    private static AgentJvm inspect(TestJvm jvm) {
        return AgentJvm.scenario(jvm, "Inspect").jvmArgs("--add-opens=java.base/java.lang=ALL-UNNAMED");
    }

    @EachJvm
    void threadsAndHook_areFewNamedAndApart(TestJvm jvm) {
        List<String> plain = inspect(jvm).run().assertExit(0).lines();
        try (OtlpReceiver receiver = OtlpReceiver.start();
                RunningJvm running = inspect(jvm)
                        .traced(receiver, "com.acme.scenario.Inspect[work]")
                        .start()) {
            receiver.awaitSpans(1, SOON);
            JvmResult result = running.closeStdin().await().assertExit(0);

            List<String> added = new ArrayList<>(result.lines());
            added.removeAll(plain);
            assertThat(added).contains("thread 'span-exporter' daemon loader platform");
            // The export thread, and of its HTTP client two, or three for a second.
            assertThat(added).containsOnlyOnce("hook 'span-exporter-shutdown'").hasSizeLessThanOrEqualTo(1 + 4);
            assertThat(added)
                    .filteredOn(line -> line.startsWith("thread"))
                    .allMatch(line -> line.contains("' daemon loader "))
                    .noneMatch(line -> line.contains("thread 'Thread-") || line.endsWith("loader app"));
            SpanCounts.assertNothingLost(result, receiver);
        }
    }

    @EachJvm
    void disabled_leavesNothingBehind(TestJvm jvm) throws IOException {
        Path calls = directory.resolve("calls");
        for (String value : List.of("true", "TrUe")) {
            AgentJvm run = inspect(jvm)
                    .agent()
                    .methods("com.acme.scenario.Inspect[work]")
                    .env("OTEL_SDK_DISABLED", value);
            run.run().assertSilent();
        }
        String classPath = Path.of("target/scenario-classes").toAbsolutePath() + ":" + AgentJvm.agentJar();
        AgentJvm.main(jvm, classPath, "com.acme.scenario.OneSpan")
                .otherAgent(FaultyAgentJar.in(directory) + "=0,java.lang.Error," + calls)
                .methods(ONE_SPAN)
                .env("OTEL_SDK_DISABLED", "true")
                .run()
                .assertExit(0);
        assertThat(Files.readAllLines(calls)).doesNotContain("addTransformer", "retransformClasses");
    }

    @EachJvm
    void disabledByAWordThatIsNone_isOneLineAndEnabled(TestJvm jvm) {
        for (String value : List.of("1", "yes")) {
            try (OtlpReceiver receiver = OtlpReceiver.start()) {
                JvmResult result = oneSpan(jvm, receiver)
                        .env("OTEL_SDK_DISABLED", value)
                        .run()
                        .assertExit(0);

                SpanCounts.assertNothingLost(result, receiver, "OTEL_SDK_DISABLED: \"" + value + "\" is not a boolean");
                assertThat(receiver.spans()).hasSize(1);
            }
        }
    }

    @EachJvm
    void shortProgram_isTracedAndHardlyLonger(TestJvm jvm) {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            long withMillis = Long.MAX_VALUE;
            long withoutMillis = Long.MAX_VALUE;
            int runs = 0;
            // The best of a few, and of some more where other work keeps the processors busy.
            while (runs < 4 || (runs < 10 && withMillis - withoutMillis >= 300)) {
                AgentJvm run = AgentJvm.scenario(jvm, "OneSpan")
                        .agent()
                        .endpoint(receiver)
                        .methods(ONE_SPAN)
                        .property("fasttelemetry.shutdown.timeout", "30s");
                withoutMillis = Math.min(withoutMillis, run.withoutAgent().run().lifeMillis());
                withMillis = Math.min(withMillis, run.run().assertExit(0).lifeMillis());
                runs++;
                assertThat(receiver.spans()).hasSize(runs);
            }

            long addedMillis = withMillis - withoutMillis;
            System.out.println(
                    jvm + ": one span adds " + addedMillis + " ms to " + withoutMillis + " ms, best of " + runs);
            assumeTrue(TestJvm.isMachineQuiet(), "too busy a machine to hold this against");
            assertThat(addedMillis).isLessThan(1000);
        }
    }
}
