/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.testapp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How a forked JVM ended. */
public record JvmResult(AgentJvm setup, int exitCode, String stdout, String stderr, long lifeMillis) {
    private static final Map<List<String>, JvmResult> WITHOUT_AGENT = new ConcurrentHashMap<>();

    public List<String> lines() {
        return stdout.lines().toList();
    }

    public JvmResult assertExit(int expected) {
        assertThat(exitCode)
                .as("exit code of %s%n%s%n%s", setup.command(), stdout, stderr)
                .isEqualTo(expected);
        return this;
    }

    /**
     * The agent cannot be noticed: both outputs and the exit code are those of a run without it. One such run is made
     * for each command, so this is for programs whose output never varies.
     */
    public JvmResult assertSilent() {
        return assertSilentBut("\n");
    }

    /** As {@link #assertSilent}, but lines of standard error that contain this text do not count. */
    public JvmResult assertSilentBut(String expected) {
        AgentJvm plain = setup.withoutAgent();
        JvmResult without = WITHOUT_AGENT.computeIfAbsent(plain.command(), command -> plain.run());
        assertThat(stderr.lines().filter(line -> !line.contains(expected)))
                .as("stderr of %s", setup.command())
                .isEqualTo(without.stderr.lines().toList());
        assertThat(stdout).as("stdout of %s", setup.command()).isEqualTo(without.stdout);
        return assertExit(without.exitCode);
    }
}
