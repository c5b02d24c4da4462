/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.testapp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

/** The programs under trace must do by themselves what the other tests expect of them, on every JVM. */
class ScenariosIT {
    private static final Duration SOON = Duration.ofSeconds(20);

    private static String out(TestJvm jvm, String name, String... args) {
        JvmResult result = AgentJvm.scenario(jvm, name, args).run().assertExit(0);
        assertThat(result.stderr()).isEmpty();
        return result.stdout();
    }

    @EachJvm
    void simpleOnes_printTheirAnswers(TestJvm jvm) {
        assertThat(out(jvm, "OneSpan")).isEqualTo("answer 42\n");
        assertThat(out(jvm, "Nested")).isEqualTo("first 10\nsecond 46\n");
        assertThat(out(jvm, "Overloads")).startsWith("void\n-6 800 y 14\n").endsWith("\n60 try catch inside 2\n");
        assertThat(out(jvm, "Subtypes"))
                .startsWith("shape of 4.0\nround shape of 3.0\n")
                .endsWith("4 1000.0\n");
        assertThat(out(jvm, "Recursion")).startsWith("caught 20\n").endsWith("top 16\nfactorial 3628800\n");
        assertThat(out(jvm, "Throwing"))
                .contains("same object true, suppressed 0\n")
                .endsWith("after 1\n");
        assertThat(out(jvm, "Interrupted"))
                .isEqualTo("work 2\nstill interrupted true\nwork 3\nstill interrupted false\n");
        assertThat(out(jvm, "Finalists")).contains("no native library\n").endsWith("constructor threw negative\n");
        assertThat(out(jvm, "Burst", "1000")).isEqualTo("sum 7468\n");
    }

    @EachJvm
    void threadedOnes_printTheirSums(TestJvm jvm) {
        assertThat(out(jvm, "ManyThreads", "4", "7")).isEqualTo("sum 112\n");
        assertThat(out(jvm, "ShortThreads", "50")).isEqualTo("sum 100\n");
        assertThat(out(jvm, "VirtualThreads", "70"))
                .isEqualTo(jvm.feature() < 21 ? "no virtual threads\n" : "sum 280\n");
        assertThat(out(jvm, "LiveThread", "1")).isEqualTo("work 16\ndone\n");
        assertThat(out(jvm, "ContextLoader", "0"))
                .contains("thread 'main' user")
                .endsWith("system loader: true\n");
        assertThat(out(jvm, "Redeploy", "3")).isEqualTo("deployed 3\nleft 0\n");
    }

    @EachJvm
    void customLogManager_isUsed(TestJvm jvm) {
        assertThat(out(jvm, "CustomLogManager"))
                .contains("CustomLogManager$OwnLogManager\n", "CustomLogManager$OwnProxySelector\n", "provider SUN\n")
                .doesNotContain("asked for a proxy");
    }

    @EachJvm
    void exitBy_endsAsAsked(TestJvm jvm) {
        AgentJvm.scenario(jvm, "ExitBy", "main").run().assertExit(0);
        AgentJvm.scenario(jvm, "ExitBy", "exit3").run().assertExit(3);
        AgentJvm.scenario(jvm, "ExitBy", "halt").run().assertExit(4);
        assertThat(out(jvm, "ExitBy", "hook")).endsWith("late sum 55\n");
        JvmResult uncaught = AgentJvm.scenario(jvm, "ExitBy", "uncaught").run().assertExit(1);
        assertThat(uncaught.stderr()).contains("nobody catches this");
        try (RunningJvm running =
                AgentJvm.scenario(jvm, "ExitBy", "sigterm-wait").start()) {
            running.awaitLine("READY", SOON).terminate().await().assertExit(143);
        }
    }

    @EachJvm
    void loadedBefore_endsWithItsInput(TestJvm jvm) {
        try (RunningJvm running = AgentJvm.scenario(jvm, "LoadedBefore").start()) {
            JvmResult result =
                    running.awaitLine("READY", SOON).closeStdin().await().assertExit(0);

            assertThat(result.stdout()).isEqualTo("READY\ndone\n");
        }
    }

    @EachJvm
    void namedModule_runsFromTheModulePath(TestJvm jvm) {
        JvmResult result = AgentJvm.module(jvm).run().assertExit(0);

        assertThat(result.stdout()).isEqualTo("module com.acme.modular answers 42\n");
    }
}
