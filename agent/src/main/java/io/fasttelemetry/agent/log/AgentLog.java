/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.log;

/**
 * The agent's voice: {@code fast-telemetry WARN what happened}, one line a call.
 *
 * <p>Any thread, at any time, also before {@link #configure}; until then warnings and errors go to standard error. A
 * level that is off costs one volatile read. Callers that build a costly message ask {@link #isEnabled} first, and
 * never hand over secrets: nothing is removed here but control characters.
 *
 * <p>Never throws, whatever the stream does.
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

    /** Queues a message on a thread of the application; the next {@link #writeQueued} writes it. */
    public static void warnLater(String message) {
        if (threshold.includes(LogLevel.WARN)) {
            QUEUE.add(message);
        }
    }

    /** Writes what {@link #warnLater} left. For the agent's own threads. */
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
            // Only running out of memory or stack ends here; the line is lost, the caller goes on.
        }
    }
}
