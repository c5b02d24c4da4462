/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.testapp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The list of library classes that are needed until the first spans are delivered, by which the packager chooses the
 * jar's blocks: complete, and with little in it that is not needed. With {@code -Dstartup.classes.write=true}, writes
 * the list from what the JVMs of {@code e2e.java} load.
 */
class StartupClassesIT {
    /** Of the list; other JDKs than the one that runs the test need a few classes more. */
    private static final double MAX_UNUSED_SHARE = 0.03;

    private static final Path LIST = Path.of("../agent/src/packaging/startup-classes.txt");
    private static final Duration SOON = Duration.ofSeconds(20);

    /** Loaded from the agent's jar, which is no code source; the application has no such classes. */
    private static final Pattern LOADED = Pattern.compile(
            "((?:net\\.bytebuddy|okhttp3|okio|kotlin|com\\.google\\.protobuf|io\\.fasttelemetry\\.proto)\\.\\S+)"
                    + " source: __");

    @TempDir
    private Path directory;

    @Test
    void startupClasses_areThoseThatTheFirstSpansNeed() throws IOException {
        Set<String> loaded = new TreeSet<>();
        for (TestJvm jvm : TestJvm.all()) {
            loaded.addAll(loaded(jvm, "gzip"));
            loaded.addAll(loaded(jvm, "none"));
        }
        if (Boolean.getBoolean("startup.classes.write")) {
            Files.write(LIST, loaded);
        }
        List<String> listed = Files.readAllLines(LIST);
        Set<String> unused = new TreeSet<>(listed);
        unused.removeAll(loaded);

        assertThat(listed).as("run record-startup").containsAll(loaded).doesNotHaveDuplicates();
        assertThat(unused).as("run record-startup").hasSizeLessThanOrEqualTo((int) (listed.size() * MAX_UNUSED_SHARE));
    }

    private Set<String> loaded(TestJvm jvm, String compression) throws IOException {
        Path log = directory.resolve(jvm.version() + "-" + compression);
        try (OtlpReceiver receiver = OtlpReceiver.start();
                RunningJvm running = AgentJvm.scenario(jvm, "FirstSpans")
                        .agent()
                        .jvmArgs("-Xlog:class+load:file=" + log)
                        .property("fasttelemetry.endpoint", receiver.url().replace("127.0.0.1", "localhost"))
                        .property("java.net.preferIPv4Stack", "true") // or localhost may have an address that refuses
                        .interval(Duration.ofMillis(200))
                        .methods("com.acme.scenario.FirstSpans[work,fail]")
                        .property("fasttelemetry.gzip.threshold", "0")
                        .property("fasttelemetry.compression", compression)
                        .start()) {
            receiver.awaitRequests(1, SOON);
            running.type("\n");
            receiver.awaitRequests(2, SOON); // over the same connection
            running.closeStdin().await().assertExit(0);
        }
        Set<String> names = new TreeSet<>();
        for (String line : Files.readAllLines(log)) {
            Matcher matcher = LOADED.matcher(line);
            if (matcher.find()) {
                names.add(matcher.group(1));
            }
        }
        return names;
    }
}
