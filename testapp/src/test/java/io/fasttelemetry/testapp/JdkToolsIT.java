/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.testapp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/** Tools of the JDK that pick the agent up from JAVA_TOOL_OPTIONS. */
class JdkToolsIT {
    @TempDir
    Path directory;

    @EachJvm
    void toolsOfTheJdk_areLeftAlone(TestJvm jvm) throws IOException, InterruptedException {
        Path source = Files.writeString(directory.resolve("Empty.java"), "class Empty {}\n");
        List<List<String>> tools = List.of(
                List.of("keytool", "-help"),
                List.of("javac", "-d", directory.toString(), source.toString()),
                List.of("jps", "-help"),
                List.of("jshell", "--version"),
                List.of("jshell", "-J-Djava.util.prefs.userRoot=" + directory, "-s", "-"));
        int tried = 0;
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            String options = "-javaagent:" + AgentJvm.agentJar() + " -Dfasttelemetry.methods=Empty[work] "
                    + "-Dfasttelemetry.log.level=debug -Dfasttelemetry.endpoint=" + receiver.url();
            for (List<String> tool : tools) {
                Path binary = jvm.java().resolveSibling(tool.get(0));
                if (Files.exists(binary)) {
                    List<String> command = new ArrayList<>(tool);
                    command.set(0, binary.toString());
                    ToolRun without = ToolRun.of(command, null);
                    if (!without.text().equals(ToolRun.of(command, null).text())) {
                        without = ToolRun.of(command, null); // jshell's first use of a folder talks of its preferences
                    }
                    ToolRun with = ToolRun.of(command, options);
                    assertThat(with.exitCode()).as("exit code of %s", tool).isEqualTo(without.exitCode());
                    assertThat(with.text()).as("output of %s", tool).isEqualTo(without.text());
                    tried++;
                }
            }
            assertThat(receiver.requests()).isEmpty();
        }
        System.out.println(jvm + ": " + tried + " tools of the JDK tried");
        assertThat(tried).isPositive();
    }

    /** A tool's exit code and what it wrote, but for the JVM's word on the variable. */
    private record ToolRun(int exitCode, List<String> text) {
        static ToolRun of(List<String> command, String options) throws IOException, InterruptedException {
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().remove("JAVA_TOOL_OPTIONS");
            if (options != null) {
                builder.environment().put("JAVA_TOOL_OPTIONS", options);
            }
            Process process = builder.start();
            process.getOutputStream().write("2 + 3\n/exit\n".getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().close();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new ToolRun(
                    process.waitFor(),
                    text.lines()
                            .filter(line -> !line.startsWith("Picked up JAVA_TOOL_OPTIONS"))
                            .toList());
        }
    }
}
