/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.log;

/**
 * Formats a log message as one {@link Printable} line, and cuts a text that is longer than {@link #MAX_CHARS}.
 * Stateless; any thread.
 */
final class LogLine {
    static final int MAX_CHARS = 4096;
    private static final String PREFIX = "fast-telemetry ";

    private LogLine() {}

    static String of(LogLevel level, String message) {
        String text = String.valueOf(message);
        int end = text.length();
        if (end > MAX_CHARS) {
            end = Character.isHighSurrogate(text.charAt(MAX_CHARS - 1)) ? MAX_CHARS - 1 : MAX_CHARS;
        }
        StringBuilder line = new StringBuilder(PREFIX.length() + 8 + end);
        line.append(PREFIX).append(level.name()).append(' ');
        Printable.append(line, text, 0, end);
        if (end < text.length()) {
            line.append("...");
        }
        return line.append('\n').toString();
    }
}
