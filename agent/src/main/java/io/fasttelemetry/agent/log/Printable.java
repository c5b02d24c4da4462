/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.log;

/**
 * Makes text safe for a terminal and for one line: line breaks and tabs become blanks, other control characters
 * question marks. Stateless.
 */
public final class Printable {
    private Printable() {}

    /** Appends chars {@code from} to {@code to} of the text. */
    public static void append(StringBuilder out, String text, int from, int to) {
        for (int i = from; i < to; i++) {
            out.append(printable(text.charAt(i)));
        }
    }

    /** Appends all of the text. */
    public static void append(StringBuilder out, String text) {
        append(out, text, 0, text.length());
    }

    private static char printable(char c) {
        if (c == '\n' || c == '\r' || c == '\t' || c == '\u2028' || c == '\u2029') {
            return ' ';
        }
        return Character.isISOControl(c) ? '?' : c;
    }
}
