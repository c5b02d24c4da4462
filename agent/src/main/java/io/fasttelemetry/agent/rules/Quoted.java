/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.rules;

/**
 * Quotes a user's text in a message, without line breaks, and cut when it is long. A key or certificate that was pasted
 * in the wrong place is shown as three stars. Stateless; any thread.
 */
public final class Quoted {
    public static final int MAX_CHARS = 200;

    private Quoted() {}

    /** Whether there is a key or certificate in the text. */
    public static boolean holdsPem(String text) {
        return text.contains("-----BEGIN") || text.contains("PRIVATE KEY-----");
    }

    public static String of(String value) {
        if (holdsPem(value)) {
            return "\"***\"";
        }
        int end = value.length();
        if (end > MAX_CHARS) {
            end = Character.isHighSurrogate(value.charAt(MAX_CHARS - 1)) ? MAX_CHARS - 1 : MAX_CHARS;
        }
        StringBuilder quoted = new StringBuilder(end + 5).append('"');
        for (int i = 0; i < end; i++) {
            char c = value.charAt(i);
            quoted.append(Character.isISOControl(c) ? '?' : c);
        }
        return quoted.append(end < value.length() ? "...\"" : "\"").toString();
    }
}
