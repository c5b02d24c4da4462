/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.testapp;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A forked JVM while it lives. {@link #close} ends it whatever it does. */
public final class RunningJvm implements AutoCloseable {
    private final AgentJvm setup;
    private final Process process;
    private final long startNanos = System.nanoTime();
    private final Output stdout;
    private final Output stderr;

    RunningJvm(AgentJvm setup, Process process) {
        this.setup = setup;
        this.process = process;
        stdout = new Output(process.getInputStream(), "stdout of " + process.pid());
        stderr = new Output(process.getErrorStream(), "stderr of " + process.pid());
    }

    /** One stream of the process, read by a thread of its own. */
    private static final class Output {
        private final StringBuilder text = new StringBuilder();
        private final Thread reader;

        Output(InputStream in, String name) {
            reader = new Thread(() -> read(in), name);
            reader.setDaemon(true);
            reader.start();
        }

        private void read(InputStream in) {
            byte[] bytes = new byte[8192];
            try (in) {
                for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
                    synchronized (text) {
                        text.append(new String(bytes, 0, n, StandardCharsets.UTF_8));
                        text.notifyAll();
                    }
                }
            } catch (IOException e) {
                // The process was destroyed: what was read until then is what there is.
            }
        }

        String soFar() {
            synchronized (text) {
                return text.toString();
            }
        }

        String whole() throws InterruptedException {
            reader.join(10_000);
            return soFar();
        }

        /** The first whole line that is wanted, or empty when time is up or the stream has ended without it. */
        Optional<String> await(Predicate<String> wanted, long timeoutNanos) throws InterruptedException {
            long deadlineNanos = System.nanoTime() + timeoutNanos;
            synchronized (text) {
                while (true) {
                    boolean last = !reader.isAlive() || System.nanoTime() >= deadlineNanos;
                    String whole = text.substring(0, text.lastIndexOf("\n") + 1);
                    Optional<String> line = whole.lines().filter(wanted).findFirst();
                    if (line.isPresent() || last) {
                        return line;
                    }
                    text.wait(50);
                }
            }
        }
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public String stdoutSoFar() {
        return stdout.soFar();
    }

    public String stderrSoFar() {
        return stderr.soFar();
    }

    /** Waits for that whole line on standard output. */
    public RunningJvm awaitLine(String line, Duration timeout) {
        await(line::equals, "'" + line + "'", timeout);
        return this;
    }

    /** Waits for a line on standard error that holds this text, and gives it whole. */
    public String awaitErrorLine(String part, Duration timeout) {
        try {
            return stderr.await(line -> line.contains(part), timeout.toNanos())
                    .orElseThrow(() -> new AssertionError(
                            "no '" + part + "' on stderr within " + timeout.toMillis() + " ms" + outputs()));
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** Waits for a line on standard output that starts so, and gives it whole. */
    public String awaitLineStarting(String start, Duration timeout) {
        return await(line -> line.startsWith(start), "'" + start + "…'", timeout);
    }

    private String await(Predicate<String> wanted, String description, Duration timeout) {
        try {
            return stdout.await(wanted, timeout.toNanos())
                    .orElseThrow(() -> new AssertionError(
                            "no line " + description + " within " + timeout.toMillis() + " ms" + outputs()));
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** Writes to the standard input of the process. */
    public RunningJvm type(String text) {
        try {
            process.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
            return this;
        } catch (IOException e) {
            throw new AssertionError("the process reads no more", e);
        }
    }

    public RunningJvm closeStdin() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            // It has ended already.
        }
        return this;
    }

    /** SIGTERM. By the handle, since {@link Process#destroy} closes the streams and the last words would be lost. */
    public RunningJvm terminate() {
        process.toHandle().destroy();
        return this;
    }

    /** SIGKILL. */
    public RunningJvm kill() {
        process.toHandle().destroyForcibly();
        return this;
    }

    /** Any signal by its name without SIG, to this process alone. */
    public RunningJvm signal(String name) {
        try {
            int exit = new ProcessBuilder("kill", "-" + name, Long.toString(pid()))
                    .start()
                    .waitFor();
            if (exit != 0) {
                throw new AssertionError("kill -" + name + " " + pid() + " ended with " + exit);
            }
            return this;
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** Waits for the end; one that does not come within the timeout is shown with a thread dump. */
    public JvmResult await() {
        try {
            if (!process.waitFor(setup.timeout().toNanos(), TimeUnit.NANOSECONDS)) {
                signal("QUIT");
                process.waitFor(2, TimeUnit.SECONDS);
                process.destroyForcibly();
                throw new AssertionError(
                        "still alive after " + setup.timeout().toSeconds() + " s: " + setup.command() + outputs());
            }
            long lifeMillis = (System.nanoTime() - startNanos) / 1_000_000;
            return new JvmResult(setup, process.exitValue(), stdout.whole(), stderr.whole(), lifeMillis);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private String outputs() {
        return "\n--- stdout\n" + stdout.soFar() + "\n--- stderr\n" + stderr.soFar();
    }

    private static AssertionError interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new AssertionError("interrupted", e);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
