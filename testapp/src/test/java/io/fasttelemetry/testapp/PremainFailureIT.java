/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.testapp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.zip.Deflater;
import org.junit.jupiter.api.io.TempDir;

/** Whatever goes wrong in the start of the agent, the application runs as if there were none, and one line says so. */
class PremainFailureIT {
    private static final Path SCENARIOS = Path.of("target/scenario-classes").toAbsolutePath();
    private static final String OWN_FOLDER = "fast-telemetry/";
    private static final List<String> THROWN = List.of(
            "java.lang.RuntimeException",
            "java.lang.OutOfMemoryError",
            "java.lang.StackOverflowError",
            "java.lang.LinkageError",
            "java.lang.ThreadDeath");

    @TempDir
    Path directory;

    private final AtomicInteger startedCount = new AtomicInteger();

    private static AgentJvm oneSpan(TestJvm jvm, OtlpReceiver receiver) {
        return AgentJvm.scenario(jvm, "OneSpan").endpoint(receiver).methods("com.acme.scenario.OneSpan[work]");
    }

    private static JvmResult assertUnharmed(JvmResult result, String what) {
        assertThat(result.stdout()).as("stdout with %s", what).isEqualTo("answer 42\n");
        assertThat(result.exitCode())
                .as("exit code with %s: %s", what, result.stderr())
                .isZero();
        assertThat(result.stderr().lines().toList())
                .as("stderr with %s", what)
                .hasSizeLessThanOrEqualTo(1)
                .allMatch(line -> line.startsWith("fast-telemetry"));
        return result;
    }

    /** What is only needed to send may be missed more than once. */
    private static void assertUnharmedLater(JvmResult result, String what) {
        assertThat(result.stdout()).as("stdout with %s", what).isEqualTo("answer 42\n");
        assertThat(result.exitCode())
                .as("exit code with %s: %s", what, result.stderr())
                .isZero();
        assertThat(result.stderr().lines().toList())
                .as("stderr with %s", what)
                .hasSizeLessThanOrEqualTo(7)
                .allMatch(line -> line.startsWith("fast-telemetry"));
    }

    @EachJvm
    void premain_survivesADamagedJar(TestJvm jvm) throws IOException {
        Map<String, byte[]> jar = contentOf(AgentJvm.agentJar());
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            List<String> entries = jar.keySet().stream()
                    .filter(name -> name.startsWith(OWN_FOLDER)
                            && (name.endsWith(".classes")
                                    || name.endsWith(".classdata")
                                    || name.endsWith("version.txt")))
                    .toList();

            assertThat(entries).hasSize(9);
            AtomicInteger sound = new AtomicInteger();
            entries.parallelStream().forEach(entry -> {
                boolean neededLater = entry.endsWith("sending.classes")
                        || entry.endsWith("rest.classes")
                        || entry.endsWith("version.txt");
                for (Damage damage : Damage.values()) {
                    Path damaged = damagedCopy(jar, entry, damage);
                    boolean hopeless = neededLater && damage != Damage.NONE;
                    JvmResult result = oneSpan(jvm, receiver)
                            .otherAgent(damaged.toString())
                            .property("fasttelemetry.shutdown.timeout", hopeless ? "500ms" : "10s")
                            .run();
                    if (hopeless) {
                        assertUnharmedLater(result, damage + " " + entry);
                    } else {
                        assertUnharmed(result, damage + " " + entry);
                    }
                    if (damage == Damage.NONE) {
                        assertThat(result.stderr()).isEmpty();
                        sound.incrementAndGet();
                    }
                }
            });
            assertThat(receiver.spans()).hasSizeGreaterThanOrEqualTo(sound.get());
            receiver.spans().forEach(span -> assertThat(span.name()).isEqualTo("OneSpan.work"));
        }
    }

    private Path damagedCopy(Map<String, byte[]> jar, String damagedEntry, Damage damage) {
        Path copy = directory.resolve(damagedEntry.replace('/', '_') + "-" + damage + ".jar");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int from = 0;
        int to = 0;
        try (JarOutputStream out = new JarOutputStream(bytes)) {
            out.setLevel(Deflater.NO_COMPRESSION);
            for (Map.Entry<String, byte[]> entry : jar.entrySet()) {
                boolean chosen = entry.getKey().equals(damagedEntry);
                byte[] content = chosen ? damage.applyTo(entry.getValue()) : entry.getValue();
                if (content != null) {
                    out.putNextEntry(new JarEntry(entry.getKey()));
                    from = chosen ? bytes.size() : from;
                    out.write(content);
                    out.closeEntry();
                    to = chosen ? bytes.size() : to;
                }
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        byte[] file = bytes.toByteArray();
        damage.applyTo(file, from, to);
        try {
            return Files.write(copy, file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Map<String, byte[]> contentOf(Path jar) throws IOException {
        Map<String, byte[]> content = new LinkedHashMap<>();
        try (JarFile file = new JarFile(jar.toFile())) {
            for (JarEntry entry : file.stream().filter(e -> !e.isDirectory()).toList()) {
                content.put(entry.getName(), file.getInputStream(entry).readAllBytes());
            }
        }
        return content;
    }

    @EachJvm
    void premain_survivesWhateverInstrumentationThrows(TestJvm jvm) throws IOException {
        Path wrapper = FaultyAgentJar.in(directory);
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            THROWN.parallelStream().forEach(thrown -> {
                int failing = 1;
                while (failAt(failing, thrown, wrapper, jvm, receiver)) {
                    failing++;
                }
                assertThat(failing)
                        .as("calls until none is left for %s", thrown)
                        .isGreaterThan(2);
            });
            assertThat(receiver.spans()).hasSize(startedCount.get());
        }
    }

    /** Whether there was a call with that number to fail at. */
    private boolean failAt(int failing, String thrown, Path wrapper, TestJvm jvm, OtlpReceiver receiver) {
        Path calls = directory.resolve(thrown + failing);
        String classPath = SCENARIOS + ":" + AgentJvm.agentJar();
        JvmResult result = AgentJvm.main(jvm, classPath, "com.acme.scenario.OneSpan")
                .endpoint(receiver)
                .methods("com.acme.scenario.OneSpan[work]")
                .otherAgent(wrapper + "=" + failing + "," + thrown + "," + calls)
                .run();
        assertUnharmed(result, thrown + " at call " + failing);
        try {
            List<String> made = Files.readAllLines(calls);
            boolean reached = made.size() >= failing;
            if (reached) {
                assertThat(result.stderr()).as("%s at %s", thrown, made).contains(thrown);
                made.remove(failing - 1);
            } else {
                assertThat(result.stderr()).isEmpty();
            }
            boolean notStarted = result.stderr().contains("not started");
            if (!notStarted) {
                startedCount.incrementAndGet();
            }
            long left = made.stream().filter("addTransformer"::equals).count()
                    - made.stream().filter("removeTransformer"::equals).count();
            assertThat(left).as("transformers after %s at %s", thrown, made).isEqualTo(notStarted ? 0 : 1);
            return reached;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @EachJvm
    void configFile_thatCannotBeRead_isOneLine(TestJvm jvm) {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            for (String path : List.of("/nonexistent/settings", directory.toString())) {
                JvmResult result = oneSpan(jvm, receiver)
                        .agent()
                        .property("fasttelemetry.config.file", path)
                        .run();

                assertUnharmed(result, "the config file " + path);
                assertThat(result.stderr()).contains("fasttelemetry.config.file", path);
            }
            assertThat(receiver.spans()).hasSize(2);
        }
    }

    @EachJvm
    void classPath_withACopyOfTheEntryClassAhead_isOneLine(TestJvm jvm) throws IOException {
        Path uber = uberJar("fat.jar", List.of("io/"));
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            JvmResult result = AgentJvm.main(jvm, uber.toString(), "com.acme.scenario.OneSpan")
                    .agent()
                    .endpoint(receiver)
                    .methods("com.acme.scenario.OneSpan[work]")
                    .run();

            assertUnharmed(result, "a copied entry class");
            assertThat(result.stderr()).contains("not started: ", uber.toString());
            assertThat(receiver.requests()).isEmpty();
        }
    }

    @EachJvm
    void classPath_withACopyOfTheWholeAgentAhead_tracesAllTheSame(TestJvm jvm) throws IOException {
        Path uber = uberJar("fatter.jar", List.of("io/", OWN_FOLDER));
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            JvmResult result = AgentJvm.main(jvm, uber.toString(), "com.acme.scenario.OneSpan")
                    .agent()
                    .endpoint(receiver)
                    .methods("com.acme.scenario.OneSpan[work]")
                    .run();

            assertUnharmed(result, "a copied agent");
            assertThat(result.stderr()).isEmpty();
            assertThat(receiver.spans()).hasSize(1);
        }
    }

    /** A deployment that writes the same file anew, and not another of its name, long before anything is sent. */
    @EachJvm
    void jarOverwrittenBeforeTheFirstDelivery_costsNoSpan(TestJvm jvm) throws IOException {
        Path copy = Files.copy(AgentJvm.agentJar(), directory.resolve("overwritten.jar"));
        try (OtlpReceiver receiver = OtlpReceiver.start();
                RunningJvm running = AgentJvm.scenario(jvm, "OnDemand")
                        .otherAgent(copy.toString())
                        .traced(receiver, "com.acme.scenario.OnDemand[work]")
                        .start()) {
            running.awaitLine("READY", Duration.ofSeconds(20));
            Files.write(copy, new byte[(int) Files.size(copy)]);

            running.type("5\n");
            receiver.awaitSpans(5, Duration.ofSeconds(20));
            running.type("5\n"); // over the same connection
            receiver.awaitSpans(10, Duration.ofSeconds(20));

            SpanCounts.assertNothingLost(running.closeStdin().await().assertExit(0), receiver);
        }
    }

    /** A system class loader of the application's knows its classes' code source, or does not, in more than one way. */
    @EachJvm
    void codeSource_ofAnyKindIsEnough(TestJvm jvm) {
        String jar = AgentJvm.agentJar().toUri().toString();
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            for (String source : List.of("", jar, "jar:" + jar + "!/", "http://127.0.0.1/agent.jar")) {
                AgentJvm run = oneSpan(jvm, receiver)
                        .agent()
                        .property("java.system.class.loader", "com.acme.scenario.OwnSystemLoader");
                if (!source.isEmpty()) {
                    run.property("own.code.source", source);
                }
                run.jvmArgs("-Xlog:disable", "-Xshare:off"); // the archive cannot serve such a loader, and says so
                JvmResult result = run.run();

                assertUnharmed(result, "code source " + source);
                assertThat(result.stderr()).isEmpty();
            }
            assertThat(receiver.spans()).hasSize(4);
        }
    }

    /** The application's classes and what a careless build took out of the agent's jar, under a manifest of its own. */
    private Path uberJar(String name, List<String> foldersOfTheAgent) throws IOException {
        Path uber = directory.resolve(name);
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(uber));
                JarFile jar = new JarFile(AgentJvm.agentJar().toFile())) {
            out.setLevel(Deflater.BEST_SPEED);
            out.putNextEntry(new JarEntry("com/acme/scenario/OneSpan.class"));
            out.write(Files.readAllBytes(SCENARIOS.resolve("com/acme/scenario/OneSpan.class")));
            for (JarEntry entry : jar.stream().filter(e -> !e.isDirectory()).toList()) {
                if (foldersOfTheAgent.stream().anyMatch(entry.getName()::startsWith)) {
                    out.putNextEntry(new JarEntry(entry.getName()));
                    out.write(jar.getInputStream(entry).readAllBytes());
                }
            }
        }
        return uber;
    }
}
