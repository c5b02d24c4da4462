/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.config;

import java.util.ArrayList;
import java.util.List;

/** Splits lists at their separators. Pure; any thread. */
final class Pairs {
    private Pairs() {}

    /** The pieces between commas, trimmed, empty ones included, so that positions count as the user counts. */
    static List<String> split(String text) {
        List<String> pieces = new ArrayList<>();
        int start = 0;
        for (int comma = text.indexOf(','); comma >= 0; comma = text.indexOf(',', start)) {
            pieces.add(text.substring(start, comma).trim());
            start = comma + 1;
        }
        pieces.add(text.substring(start).trim());
        return pieces;
    }

    /**
     * The entries of a list of rules, trimmed, empty ones included. A semicolon always ends an entry, so a bracket that
     * is left open spoils one entry and not all that follow; a comma ends one outside brackets, and only if asked for.
     */
    static List<String> entries(String text, boolean commaSeparates) {
        List<String> entries = new ArrayList<>();
        int start = 0;
        boolean inBrackets = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == ';' || (c == ',' && commaSeparates && !inBrackets)) {
                entries.add(text.substring(start, i).trim());
                start = i + 1;
                inBrackets = false;
            } else if (c == '[') {
                inBrackets = true;
            } else if (c == ']') {
                inBrackets = false;
            }
        }
        entries.add(text.substring(start).trim());
        return entries;
    }
}
