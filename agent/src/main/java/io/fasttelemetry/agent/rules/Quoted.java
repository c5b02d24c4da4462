/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.rules;

import java.util.Locale;

/**
 * Quotes a user's text in a message, without line breaks, and cut when it is long. A key, certificate, password or
 * token that was pasted in the wrong place is shown as three stars. Stateless; any thread.
 */
public final class Quoted {
    public static final int MAX_CHARS = 200;

    /** What stands before a secret, in lower case. */
    private static final String[] SECRET_FOLLOWS = {
        "bearer ", "basic ", "authorization=", "authorization:", "password=", "token=", "secret=", "key=", "key:"
    };

    private Quoted() {}

    /** Whether there is a key or certificate in the text. */
    public static boolean holdsPem(String text) {
        return text.contains("-----BEGIN") || text.contains("PRIVATE KEY-----");
    }

    private static boolean holdsCredentials(String text) {
        int authority = text.indexOf("://");
        if (authority >= 0 && text.indexOf('@', authority) > 0 && !text.startsWith("***@", authority + 3)) {
            return true;
        }
        String lower = text.toLowerCase(Locale.ROOT);
        for (String before : SECRET_FOLLOWS) {
            if (lower.contains(before)) {
                return true;
            }
        }
        return false;
    }

    public static String of(String value) {
        if (holdsPem(value) || holdsCredentials(value)) {
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
