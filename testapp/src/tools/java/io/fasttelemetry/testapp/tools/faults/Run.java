/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.testapp.tools.faults;

import io.fasttelemetry.testapp.tools.ClosingMessage;
import io.fasttelemetry.testapp.tools.receiver.Fault;
import io.fasttelemetry.testapp.tools.receiver.Receiver;
import io.fasttelemetry.testapp.tools.receiver.ReceiverOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * One process with an agent and a load, against a receiver: what became of its spans, and how long its exit took. The
 * system properties {@code java} and {@code programs} name the java to run it with and its class path.
 */
final class Run implements AutoCloseable {
    private static final String PROGRAM = "com.acme.bench.Load";

    final Receiver receiver;
    final Process process;
    private final Path log;
    private final BufferedReader out;
    private final long started;
    private long exitMillis;

    /** @param agent the path of a jar, or empty for none */
    Run(String agent, Map<String, String> environment, long count, long rate, long tailSeconds, Fault fault)
            throws IOException {
        started = count;
        receiver = new Receiver(ReceiverOptions.DEFAULT.withFault(fault));
        log = Files.createTempFile("faults", ".log");
        List<String> command = new ArrayList<>(List.of(System.getProperty("java", "java")));
        command.addAll(agentOptions(agent, "http://127.0.0.1:" + receiver.port()));
        command.addAll(
                List.of("-cp", System.getProperty("programs"), PROGRAM, "" + count, "" + rate, "" + tailSeconds));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(log.toFile());
        builder.environment().putAll(environment);
        process = builder.start();
        out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    private static List<String> agentOptions(String agent, String endpoint) {
        if (agent.isEmpty()) {
            return List.of();
        }
        if (agent.contains("opentelemetry")) {
            return List.of(
                    "-javaagent:" + agent,
                    "-Dotel.instrumentation.methods.include=" + PROGRAM + "[work]",
                    "-Dotel.metrics.exporter=none",
                    "-Dotel.logs.exporter=none",
                    "-Dotel.exporter.otlp.endpoint=" + endpoint);
        }
        return List.of(
                "-javaagent:" + agent,
                "-Dfasttelemetry.methods=" + PROGRAM + "[work]",
                "-Dfasttelemetry.log.level=info",
                "-Dfasttelemetry.endpoint=" + endpoint);
    }

    void awaitReady() throws IOException {
        awaitLine("READY");
    }

    private void awaitLine(String start) throws IOException {
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.startsWith(start)) {
                return;
            }
        }
        throw new IOException("the program ended before its line " + start + ": " + log());
    }

    /** Waits until the process has ended; how long it took from the last statement of main is the exit time. */
    void awaitEnd() throws IOException, InterruptedException {
        awaitLine("END");
        long end = System.nanoTime();
        if (!process.waitFor(120, TimeUnit.SECONDS)) {
            throw new IOException("does not end: " + log());
        }
        exitMillis = (System.nanoTime() - end) / 1_000_000;
    }

    long started() {
        return started;
    }

    long exitMillis() {
        return exitMillis;
    }

    /** What the agent says at its end; empty if it says nothing. */
    Optional<ClosingMessage> closingMessage() throws IOException {
        return ClosingMessage.find(log());
    }

    long linesLogged() throws IOException {
        return log().lines().count();
    }

    private String log() throws IOException {
        return Files.readString(log);
    }

    /** The row of the table of faults, but for its first two columns. */
    String row() throws IOException {
        return started + " | " + receiver.distinct() + " | " + receiver.counts().duplicates() + " | "
                + closingMessage().map(message -> "" + message.dropped()).orElse("no count") + " | " + exitMillis
                + " | " + linesLogged();
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        receiver.close();
        Files.delete(log);
    }
}
