/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.config;

/** Shows a value of the user's in a message: in quotes, on one line, cut when it is long. Pure; any thread. */
final class Quoted {
    static final int MAX_CHARS = 200;

    private Quoted() {}

    static String of(String value) {
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

    /** As {@link #of}, without the user and password before an {@code @} and without the query. */
    static String url(String value) {
        String shown = value;
        int at = shown.lastIndexOf('@');
        if (at >= 0) {
            // To the last @ whatever stands between: a password may hold any character when it is not encoded.
            int scheme = shown.indexOf("://");
            int start = scheme >= 0 && scheme < at ? scheme + 3 : 0;
            shown = shown.substring(0, start) + "***" + shown.substring(at);
        }
        int query = shown.indexOf('?');
        return of(query < 0 ? shown : shown.substring(0, query) + "?***");
    }
}
