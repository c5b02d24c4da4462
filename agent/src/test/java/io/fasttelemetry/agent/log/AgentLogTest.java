/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentLogTest {
    @Test
    void warn_writesOneLineToStandardErrorOfTheMoment() {
        try (ErrCapture err = new ErrCapture()) {
            AgentLog.warn("receiver is down");

            assertThat(err.lines()).containsExactly("fast-telemetry WARN receiver is down");
        }
    }

    @Test
    void log_keepsToItsLevel() {
        try (ErrCapture err = new ErrCapture()) {
            for (LogLevel level : LogLevel.values()) {
                AgentLog.configure(level, null);
                AgentLog.log(LogLevel.ERROR, level + " e");
                AgentLog.warn(level + " w");
                AgentLog.info(level + " i");
                AgentLog.debug(level + " d");
            }

            assertThat(err.lines())
                    .containsExactly(
                            "fast-telemetry ERROR ERROR e",
                            "fast-telemetry ERROR WARN e",
                            "fast-telemetry WARN WARN w",
                            "fast-telemetry ERROR INFO e",
                            "fast-telemetry WARN INFO w",
                            "fast-telemetry INFO INFO i",
                            "fast-telemetry ERROR DEBUG e",
                            "fast-telemetry WARN DEBUG w",
                            "fast-telemetry INFO DEBUG i",
                            "fast-telemetry DEBUG DEBUG d");
        }
    }

    @Test
    void of_takesAnyCaseAndFallsBackToWarn() {
        assertThat(LogLevel.of("Debug")).isEqualTo(LogLevel.DEBUG);
        assertThat(LogLevel.of("nonsense")).isEqualTo(LogLevel.WARN);
        assertThat(LogLevel.of(null)).isEqualTo(LogLevel.WARN);
    }

    @Test
    void warn_keepsToOneLineWhateverTheMessage() {
        try (ErrCapture err = new ErrCapture()) {
            AgentLog.warn("a\r\nfast-telemetry ERROR forged\tb\u001b[31mc\u2028d");
            AgentLog.warn("x".repeat(LogLine.MAX_CHARS - 1) + "\uD83D\uDE00");
            AgentLog.warn(null);

            assertThat(err.lines()).hasSize(3);
            assertThat(err.lines().get(0)).isEqualTo("fast-telemetry WARN a  fast-telemetry ERROR forged b?[31mc d");
            assertThat(err.lines().get(1)).endsWith("xxx...").doesNotContain("?");
            assertThat(err.lines().get(2)).isEqualTo("fast-telemetry WARN null");
        }
    }

    @Test
    void warn_survivesABrokenStream() {
        try (ErrCapture err = new ErrCapture()) {
            PrintStream throwing = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8) {
                @Override
                public void print(String text) {
                    throw new IllegalStateException("closed");
                }
            };
            System.setErr(throwing);
            assertThatCode(() -> AgentLog.warn("x")).doesNotThrowAnyException();

            throwing.close();
            assertThatCode(() -> AgentLog.warn("x")).doesNotThrowAnyException();

            System.setErr(null);
            assertThatCode(() -> AgentLog.warn("x")).doesNotThrowAnyException();

            assertThat(err.lines()).isEmpty();
        }
    }

    @Test
    void configure_opensTheFileWithTheFirstLineAndAppends(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("agent.log");
        try (ErrCapture err = new ErrCapture()) {
            AgentLog.configure(LogLevel.INFO, file.toString());
            assertThat(file).doesNotExist();

            AgentLog.info("eins");
            AgentLog.configure(LogLevel.INFO, file.toString());
            AgentLog.info("zwölf");

            assertThat(Files.readString(file)).isEqualTo("fast-telemetry INFO eins\nfast-telemetry INFO zwölf\n");
            assertThat(err.lines()).isEmpty();
        }
    }

    @Test
    void configure_fallsBackToStandardErrorWithOneLine(@TempDir Path folder) {
        String file = folder.resolve("missing").resolve("agent.log").toString();
        try (ErrCapture err = new ErrCapture()) {
            AgentLog.configure(LogLevel.WARN, file);
            AgentLog.warn("one");
            AgentLog.warn("two");

            assertThat(err.lines()).hasSize(3);
            assertThat(err.lines().get(0))
                    .startsWith("fast-telemetry WARN fasttelemetry.log.file: \"" + file + "\" cannot be written (")
                    .endsWith("); using standard error");
            assertThat(err.lines().subList(1, 3)).containsExactly("fast-telemetry WARN one", "fast-telemetry WARN two");
        }
    }

    @Test
    void warn_keepsLinesWholeWithManyThreads(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("agent.log");
        try (ErrCapture err = new ErrCapture()) {
            AgentLog.configure(LogLevel.WARN, file.toString());
            List<Thread> threads = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                String name = "thread " + t + " ";
                threads.add(new Thread(() -> {
                    for (int i = 0; i < 250; i++) {
                        AgentLog.warn(name + i);
                    }
                }));
            }
            threads.forEach(Thread::start);
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(err.lines()).isEmpty();
        }

        List<String> lines = Files.readAllLines(file);
        Set<String> expected = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            expected.add("fast-telemetry WARN thread " + i / 250 + " " + i % 250);
        }
        assertThat(lines).hasSize(1000);
        assertThat(new HashSet<>(lines)).isEqualTo(expected);
    }

    /** Opening it would wait for a reader, who may never come. */
    @Test
    void configure_pipeIsNotOpened(@TempDir Path folder) throws Exception {
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        try (ErrCapture err = new ErrCapture()) {
            AgentLog.configure(LogLevel.WARN, pipe.toString());
            Thread writer = new Thread(() -> {
                AgentLog.warn("one");
                AgentLog.warn("two");
            });
            writer.setDaemon(true);
            writer.start();
            writer.join(20_000);

            assertThat(writer.isAlive()).isFalse();
            assertThat(err.lines())
                    .containsExactly(
                            "fast-telemetry WARN fasttelemetry.log.file: \"" + pipe
                                    + "\" cannot be written (not a regular file); using standard error",
                            "fast-telemetry WARN one",
                            "fast-telemetry WARN two");
        }
    }
}
