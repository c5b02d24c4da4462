/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.config;

import java.util.Locale;

/** How names of settings and of classes are spelled. Pure; any thread. */
final class Names {
    private Names() {}

    static String environmentName(String key) {
        return key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    static boolean startsWithIgnoringCase(String text, String prefix) {
        return text.regionMatches(true, 0, prefix, 0, prefix.length());
    }

    /** A class name as {@code Class.getName} gives it: Java identifiers with dots between; {@code $} is one of them. */
    static boolean isClassName(String text) {
        boolean atStart = true;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '.') {
                if (atStart) {
                    return false;
                }
                atStart = true;
            } else if (atStart) {
                if (!Character.isJavaIdentifierStart(c)) {
                    return false;
                }
                atStart = false;
            } else if (!isNamePart(c)) {
                return false;
            }
        }
        return !atStart;
    }

    /**
     * A method name. Wider than Java's identifiers, since compilers of other languages use more: Kotlin's {@code
     * price-impl}. What the rule syntax needs for itself is refused, and with {@code <} all initialisers.
     */
    static boolean isMethodName(String text) {
        if (text.isEmpty() || Character.isDigit(text.charAt(0))) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!isNamePart(c) && c != '-') {
                return false;
            }
        }
        return true;
    }

    private static boolean isNamePart(char c) {
        return Character.isJavaIdentifierPart(c) && !Character.isIdentifierIgnorable(c);
    }
}
