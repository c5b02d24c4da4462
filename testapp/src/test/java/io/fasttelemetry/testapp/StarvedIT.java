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
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Something the process needs is used up for a while, and there again: the application works, and later spans arrive.
 * {@code -Dstarve.millis} makes the while longer, {@code -Dstarve.seeds} has more of them, {@code
 * -Dstarve.quiet.millis} has a pause before it; more than a minute lets threads of the sender end that wait for work.
 * {@code -Dstarve.resources} chooses.
 */
final class StarvedIT {
    private static final String RESOURCES =
            System.getProperty("starve.resources", "heap,threads,descriptors,direct,disk");
    private static final int MILLIS = Integer.getInteger("starve.millis", 1_500);
    private static final int SEEDS = Integer.getInteger("starve.seeds", 1);
    private static final int QUIET_MILLIS = Integer.getInteger("starve.quiet.millis", 400);
    private static final Duration LATER = Duration.ofSeconds(40);

    @TempDir
    private Path folder;

    static Stream<Arguments> matrix() {
        List<Arguments> all = new ArrayList<>();
        for (TestJvm jvm : TestJvm.all()) {
            for (String resource : RESOURCES.split(",", -1)) {
                for (int pause : new int[] {0, QUIET_MILLIS}) {
                    for (int seed = 1; seed <= SEEDS; seed++) {
                        all.add(Arguments.of(jvm, resource, pause, seed));
                    }
                }
            }
        }
        return all.stream();
    }

    @ParameterizedTest(name = "{1} after {2} ms, seed {3}, {0}")
    @MethodSource("matrix")
    void wantThatIsOver_leavesTheApplicationFineAndLaterSpansArrive(
            TestJvm jvm, String resource, int pauseMillis, int seed) throws IOException {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            AgentJvm program = AgentJvm.scenario(
                            jvm,
                            "Starved",
                            resource.equals("disk") ? "nothing" : resource,
                            Integer.toString(MILLIS),
                            Integer.toString(seed),
                            Integer.toString(pauseMillis))
                    .traced(receiver, "com.acme.scenario.Starved[early,work,later]")
                    .property("fasttelemetry.retry.base", "300ms")
                    .property("fasttelemetry.retry.max", "1s")
                    .property("fasttelemetry.timeout", "2s")
                    .timeout(Duration.ofMinutes(3));
            limit(program, resource);
            try (RunningJvm running = program.start()) {
                running.awaitLine(
                        "fine", Duration.ofMillis(MILLIS + pauseMillis).plus(LATER));
                running.awaitLine("starved", LATER);
                awaitLater(receiver, running);
                JvmResult result = running.type("\n").closeStdin().await().assertExit(0);

                SpanCounts counts = SpanCounts.assertCountedOnce(result, receiver);
                if (!resource.equals("heap")) {
                    assertThat(counts.dropped())
                            .as("%s%n%s", counts, result.stderr())
                            .isZero();
                }
            }
        }
    }

    /** What the process was doing is in the message if they do not come. */
    private static void awaitLater(OtlpReceiver receiver, RunningJvm running) {
        try {
            int seen = 0;
            while (receiver.spansNamed("Starved.later").isEmpty()) {
                seen = receiver.awaitRequests(seen + 1, LATER).size();
            }
        } catch (AssertionError e) {
            running.signal("QUIT").type("\n").closeStdin().await();
            throw new AssertionError(
                    e.getMessage() + "\n--- stderr\n" + running.stderrSoFar() + "\n--- stdout\n"
                            + running.stdoutSoFar(),
                    e);
        }
    }

    private void limit(AgentJvm program, String resource) throws IOException {
        switch (resource) {
            case "heap" -> program.jvmArgs("-Xmx48m");
            case "direct" -> program.jvmArgs("-XX:MaxDirectMemorySize=4m");
            case "descriptors" -> program.jvmArgs("-XX:-MaxFDLimit").through("prlimit", "--nofile=200");
            case "disk" ->
                program.property(
                                "fasttelemetry.log.file",
                                folder.resolve("agent.log").toString())
                        .through("prlimit", "--fsize=64");
            default -> limitThreads(program);
        }
    }

    /**
     * Root has no limit of threads, so the program is run as a user who has no other process; others get a few more.
     */
    private static void limitThreads(AgentJvm program) throws IOException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/setpriv")), "needs setpriv");
        assumeTrue(System.getProperty("user.name").equals("root"), "needs another user's identity");
        // Without it G1 starts a thread when it needs one; if none can be started, the JVM waits for it at its end.
        program.jvmArgs("-XX:-UseDynamicNumberOfGCThreads");
        program.through(
                "setpriv",
                "--reuid=54327",
                "--clear-groups",
                "--inh-caps=-all",
                "--bounding-set=-all",
                "prlimit",
                "--nproc=60");
    }
}
