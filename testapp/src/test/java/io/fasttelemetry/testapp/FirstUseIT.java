/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.testapp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;

/** The agent is the first to use a part of the JDK only where that cannot spoil it for the application. */
class FirstUseIT {
    private static final Pattern INITIALIZED = Pattern.compile("Initializing '([^']+)'(\\(no method\\))?");

    /** Of the agent and the program, or what the JVM spins. */
    private static final Pattern OURS =
            Pattern.compile("(com/acme|io/fasttelemetry|java/lang/FastTelemetry|okhttp3|okio|kotlin|com/google/protobuf"
                    + "|net/bytebuddy).*"
                    + "|java/lang/invoke/LambdaForm\\$.*");

    /**
     * What a delivery may initialise. These read no file and no property that could be missing, and load no library.
     */
    private static final Pattern HARMLESS = Pattern.compile("java/nio/(DirectByteBuffer.*|charset/.*|Direct.*|Heap.*)"
            + "|java/(util/zip/Deflater.*|util/concurrent/.*|util/regex/.*"
            + "|text/Normalizer.Form|math/BigInteger)"
            + "|java/util/(TimeZone|SimpleTimeZone|Comparable.*|Arrays.*)"
            + "|java/time/(Duration|temporal/ChronoUnit)"
            + "|sun/util/calendar/(CalendarSystem|BaseCalendar|Gregorian|AbstractCalendar).*"
            + "|sun/nio/cs/.*|jdk/internal/(util|vm|lang|misc)/.*"
            + "|java/lang/(Thread.State|invoke/.*)|java/io/BufferedReader");

    /** Of the network, which cannot be had without: initialised only while that cannot fail. */
    private static final Pattern GUARDED =
            Pattern.compile("java/net/(Inet.*|Socket.*|Plain.*|AbstractPlain.*|Standard.*|Proxy(\\$Type)?)"
                    + "|sun/nio/(ch|fs)/.*|jdk/net/.*|sun/net/(NetHooks|NetProperties|ext/.*)"
                    // from 24 on InetAddress reads the security properties, by way of a file channel
                    + "|java/security/Security(\\$.*)?|sun/security/util/SecurityProperties"
                    + "|java/nio/(file/FileSystems.*|channels/.*)");

    @TempDir
    Path directory;

    @EachJvm
    void delivery_initialisesWhatCannotFail(TestJvm jvm) throws IOException {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            Path log = directory.resolve("init.log");
            AgentJvm run = AgentJvm.scenario(jvm, "ContextLoader", "800")
                    .traced(receiver, "com.acme.scenario.ContextLoader[work]")
                    .jvmArgs("-Xlog:class+init=info:file=" + log);
            SpanCounts.assertNothingLost(run.run().assertExit(0), receiver);
            List<String> with = afterMain(log);
            run.withoutAgent().run().assertExit(0);
            Set<String> without = new HashSet<>(initialized(log));

            with.removeIf(name -> without.contains(name)
                    || OURS.matcher(name).matches()
                    || HARMLESS.matcher(name).matches());
            assertThat(with).anyMatch("java/net/Socket"::equals);
            assertThat(with).allMatch(name -> GUARDED.matcher(name).matches());
        }
    }

    private static List<String> initialized(Path log) throws IOException {
        List<String> names = new ArrayList<>();
        for (String line : Files.readAllLines(log)) {
            Matcher matcher = INITIALIZED.matcher(line);
            if (matcher.find() && (matcher.group(2) == null || matcher.group(1).startsWith("com/acme/"))) {
                names.add(matcher.group(1));
            }
        }
        return names;
    }

    private static List<String> afterMain(Path log) throws IOException {
        List<String> names = initialized(log);
        int main = names.indexOf("com/acme/scenario/ContextLoader");
        assertThat(main).isPositive();
        return new ArrayList<>(names.subList(main + 1, names.size()));
    }

    @EachJvm
    void noDescriptors_spoilNothingForTheApplication(TestJvm jvm) {
        assertUnspoilt(jvm, "descriptors", "file descriptors are running out");
    }

    @EachJvm
    void noProperties_spoilNothingForTheApplication(TestJvm jvm) {
        assertUnspoilt(jvm, "properties", "the system property java.home is missing");
    }

    @EachJvm
    void noPermissions_spoilNothingForTheApplication(TestJvm jvm) {
        assumeTrue(jvm.feature() < 24, "JDK 24 has no security manager");
        String[] allow = jvm.feature() == 11 ? new String[0] : new String[] {"-Djava.security.manager=allow"};
        assertUnspoilt(jvm, "permissions", "a security manager refuses what the JDK needs for it", allow);
    }

    private static void assertUnspoilt(TestJvm jvm, String moment, String reason, String... jvmArgs) {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            JvmResult result = AgentJvm.scenario(jvm, "BadMoment", moment)
                    .traced(receiver, "com.acme.scenario.BadMoment[work]")
                    .jvmArgs(jvmArgs)
                    .through("/bin/sh", "-c", "ulimit -n 128; exec \"$@\"", "sh")
                    .run()
                    .assertExit(0);

            assertThat(result.lines())
                    .containsExactly("date 028", "zone 3600000", "deflater 0", "process true", "sockets truetrue");
            SpanCounts.assertCounted(result, receiver);
            assertThat(result.stderr()).contains("not sent yet: " + reason);
            assertThat(receiver.spans()).hasSize(4);
        }
    }
}
