/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.log;

/**
 * Makes one printable line of any text: line breaks and tabs become blanks, other control characters question marks,
 * and what is longer than {@link #MAX_CHARS} is cut. Pure; any thread.
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
        for (int i = 0; i < end; i++) {
            line.append(printable(text.charAt(i)));
        }
        if (end < text.length()) {
            line.append("...");
        }
        return line.append('\n').toString();
    }

    private static char printable(char c) {
        if (c == '\n' || c == '\r' || c == '\t' || c == '\u2028' || c == '\u2029') {
            return ' ';
        }
        return Character.isISOControl(c) ? '?' : c;
    }
}
