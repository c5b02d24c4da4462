/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.config;

import java.util.Locale;

/** How names of settings and of classes are spelled. Pure; any thread. */
final class Names {
    private static final String REFUSED = ".,;:[](){}<>/\\*#@\"=";

    private Names() {}

    static String environmentName(String key) {
        return key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    static boolean startsWithIgnoringCase(String text, String prefix) {
        return text.regionMatches(true, 0, prefix, 0, prefix.length());
    }

    /**
     * A class name as {@code Class.getName} gives it: parts with dots between, each as wide as {@link #isMethodName}.
     */
    static boolean isClassName(String text) {
        int start = 0;
        for (int dot = text.indexOf('.'); dot >= 0; dot = text.indexOf('.', start)) {
            if (!isMethodName(text.substring(start, dot))) {
                return false;
            }
            start = dot + 1;
        }
        return isMethodName(text.substring(start));
    }

    /**
     * A method name. Wider than Java's identifiers, since other languages and generators use more: {@code price-impl}, {@code
     * add item}, a digit at the beginning, an emoji. What the rule syntax needs for itself is refused, what shows that
     * something else was meant, and with {@code <} all initialisers.
     */
    static boolean isMethodName(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (REFUSED.indexOf(c) >= 0 || Character.isISOControl(c) || Character.isIdentifierIgnorable(c)) {
                return false;
            }
        }
        return !text.isEmpty() && text.charAt(0) != ' ' && text.charAt(text.length() - 1) != ' ';
    }
}
