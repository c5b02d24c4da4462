/* SPDX-License-Identifier: Apache-2.0 */

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One process with an agent and a load, against a receiver: what became of its spans, and how long its exit took. */
final class Run implements AutoCloseable {
    private static final Pattern DROPPED = Pattern.compile("started (\\d+) spans: exported (\\d+),.* dropped (\\d+) ");

    final FaultyReceiver receiver = new FaultyReceiver();
    final Process process;
    private final File log;
    private final BufferedReader out;
    private final long started;
    long exitMillis;

    /** @param agent the path of a jar, or empty for none */
    Run(String agent, Map<String, String> environment, long count, long rate, long tailSeconds, FaultyReceiver.Mode mode)
            throws IOException {
        started = count;
        receiver.mode(mode);
        log = File.createTempFile("faults", ".log");
        List<String> command = new ArrayList<>(List.of(System.getProperty("java", "java")));
        String endpoint = "http://127.0.0.1:" + receiver.port();
        if (agent.contains("opentelemetry")) {
            command.addAll(List.of(
                    "-javaagent:" + agent,
                    "-Dotel.instrumentation.methods.include=load.Load[work]",
                    "-Dotel.metrics.exporter=none",
                    "-Dotel.logs.exporter=none",
                    "-Dotel.exporter.otlp.endpoint=" + endpoint));
        } else if (!agent.isEmpty()) {
            command.addAll(List.of(
                    "-javaagent:" + agent,
                    "-Dfasttelemetry.methods=load.Load[work]",
                    "-Dfasttelemetry.log.level=info",
                    "-Dfasttelemetry.endpoint=" + endpoint));
        }
        command.addAll(List.of("-cp", System.getProperty("load.classes"), "load.Load", "" + count, "" + rate, "" + tailSeconds));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(log);
        builder.environment().putAll(environment);
        process = builder.start();
        out = new BufferedReader(new InputStreamReader(process.getInputStream()));
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
        throw new IOException("the program ended before its line " + start + "; see " + log);
    }

    /** Until the process has ended; how long it took from the last statement of main is the exit time. */
    void awaitEnd() throws IOException, InterruptedException {
        awaitLine("END");
        long end = System.nanoTime();
        if (!process.waitFor(120, TimeUnit.SECONDS)) {
            throw new IOException("does not end; see " + log);
        }
        exitMillis = (System.nanoTime() - end) / 1_000_000;
    }

    /** What the agent itself says in its last line: exported and dropped; null if it says nothing. */
    long[] accounts() throws IOException {
        Matcher matcher = DROPPED.matcher(java.nio.file.Files.readString(log.toPath()));
        return matcher.find()
                ? new long[] {Long.parseLong(matcher.group(2)), Long.parseLong(matcher.group(3))}
                : null;
    }

    long linesLogged() throws IOException {
        return java.nio.file.Files.readString(log.toPath()).lines().count();
    }

    String row() throws IOException {
        long[] accounts = accounts();
        return String.format(
                "%d | %d | %d | %s | %d | %d",
                started,
                receiver.distinct(),
                receiver.duplicates(),
                accounts == null ? "no count" : "" + accounts[1],
                exitMillis,
                linesLogged());
    }

    @Override
    public void close() {
        process.destroyForcibly();
        receiver.close();
        log.delete();
    }
}
