/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.rules;

/** Shows what a user wrote in a message: in quotes, without line breaks, cut when it is long. Pure; any thread. */
public final class Quoted {
    public static final int MAX_CHARS = 200;

    private Quoted() {}

    public static String of(String value) {
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
