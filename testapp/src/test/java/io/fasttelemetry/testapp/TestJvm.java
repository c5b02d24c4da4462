/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.testapp;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A {@code java} executable that programs are run with; {@code -De2e.java=/path/java,/other/java} chooses them. */
public record TestJvm(Path java, int feature, String version) {
    private static final Pattern VERSION = Pattern.compile("version \"([^\"]+)\"");
    private static final List<TestJvm> ALL = find();

    /** Every JVM of this run: those of {@code e2e.java}, or the one that runs the tests. */
    public static List<TestJvm> all() {
        return ALL;
    }

    /** The JVMs of this run from that feature release on. */
    public static List<TestJvm> atLeast(int feature) {
        return ALL.stream().filter(jvm -> jvm.feature >= feature).toList();
    }

    /** The one for tests in which the JVM makes no difference. */
    public static TestJvm any() {
        return ALL.get(0);
    }

    /** Whether a time measured here means anything: at most two things to do for each processor. */
    public static boolean isMachineQuiet() {
        OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
        return system.getSystemLoadAverage() <= 2.0 * system.getAvailableProcessors();
    }

    private static List<TestJvm> find() {
        String paths = System.getProperty("e2e.java", "");
        List<TestJvm> found = new ArrayList<>();
        for (String path : paths.split(",", -1)) {
            if (!path.isBlank()) {
                found.add(probe(Path.of(path.strip())));
            }
        }
        if (found.isEmpty()) {
            found.add(probe(Path.of(System.getProperty("java.home"), "bin", "java")));
        }
        return List.copyOf(found);
    }

    private static TestJvm probe(Path java) {
        try {
            ProcessBuilder builder = new ProcessBuilder(java.toString(), "-version").redirectErrorStream(true);
            builder.environment().remove("JAVA_TOOL_OPTIONS");
            Process process = builder.start();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            Matcher matcher = VERSION.matcher(text);
            if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0 || !matcher.find()) {
                throw new IllegalStateException("e2e.java: " + java + " -version said: " + text);
            }
            String version = matcher.group(1);
            return new TestJvm(java, Runtime.Version.parse(version).feature(), version);
        } catch (IOException e) {
            throw new IllegalStateException("e2e.java: cannot run " + java, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String toString() {
        return "Java " + version;
    }
}
