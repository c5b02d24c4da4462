/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.log;

/**
 * Writes the agent's log messages, {@code fast-telemetry WARN what happened}, one line each.
 *
 * <p>Any thread, at any time. Before {@link #configure}, warnings and errors go to standard error. A level that is off
 * costs one volatile read. Callers that build a costly message ask {@link #isEnabled} first. Messages must not hold
 * secrets: only control characters are replaced here.
 *
 * <p>Never throws, even if the stream does.
 */
public final class AgentLog {
    private static volatile LogLevel threshold = LogLevel.WARN;
    private static volatile LogOutput output = new LogOutput(null);
    private static final LogQueue QUEUE = new LogQueue();

    private AgentLog() {}

    /** Sets the level and the file to append to, or standard error if {@code file} is null. */
    public static void configure(LogLevel level, String file) {
        LogOutput previous = output;
        output = new LogOutput(file);
        threshold = level;
        previous.close();
    }

    public static boolean isEnabled(LogLevel level) {
        return threshold.includes(level);
    }

    public static void warn(String message) {
        log(LogLevel.WARN, message);
    }

    /** Queues a warning, on a thread of the application; the next {@link #writeQueued} writes it. */
    public static void warnLater(String message) {
        if (threshold.includes(LogLevel.WARN)) {
            QUEUE.add(message);
        }
    }

    /** Writes the messages that {@link #warnLater} queued. For the agent's own threads. */
    public static void writeQueued() {
        if (!QUEUE.isEmpty()) {
            for (String message : QUEUE.takeAll()) {
                warn(message);
            }
        }
    }

    public static void info(String message) {
        log(LogLevel.INFO, message);
    }

    public static void debug(String message) {
        log(LogLevel.DEBUG, message);
    }

    static void log(LogLevel level, String message) {
        if (threshold.includes(level)) {
            write(level, message);
        }
    }

    private static void write(LogLevel level, String message) {
        try {
            output.write(LogLine.of(level, message));
        } catch (Throwable ignored) {
            // out of memory or stack: the message is lost, the caller goes on
        }
    }
}
