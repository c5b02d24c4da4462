/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.rules;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Parses the entries of one list of rules. There are three forms:
 *
 * <pre>
 *   Class[m1,m2]  Class[*]   as the OpenTelemetry agent and others write it
 *   Class::m                 as the JDK's own method tracing writes it
 *   Class                    all its methods
 * </pre>
 *
 * A bad entry adds one message to the problems, with the entry, its position and what is accepted. One thread.
 */
final class RuleParser {
    private static final String REFUSED = ".,;:[](){}<>/\\*#@\"=";
    private final String settingName;
    private final String entryName;
    private final String accepted;
    private final List<String> problems;

    private String reason;

    /**
     * @param settingName name of the setting, which begins each message
     * @param entryName word for an entry in the messages
     */
    RuleParser(String settingName, String entryName, String accepted, List<String> problems) {
        this.settingName = settingName;
        this.entryName = entryName;
        this.accepted = accepted;
        this.problems = problems;
    }

    /**
     * Splits a list into trimmed entries. Empty ones are included, so that positions are as the user counts them. A
     * semicolon always ends an entry, so an open bracket affects that entry only; a comma ends one outside brackets, if
     * {@code commaSeparates}. Null is an empty list.
     */
    static List<String> entries(String text, boolean commaSeparates) {
        List<String> entries = new ArrayList<>();
        if (text == null) {
            return entries;
        }
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

    /** Parses the entry with this index; returns null after adding one message if it is bad. */
    MethodRule parse(String entry, int index) {
        MethodRule rule = parse(entry);
        if (rule == null) {
            problems.add(settingName + ": " + entryName + " " + (index + 1) + " " + Quoted.of(entry)
                    + " is not a rule (" + reason + "); accepted: " + accepted + "; it is left out");
        }
        return rule;
    }

    private MethodRule parse(String entry) {
        if (entry.indexOf('[') >= 0 || entry.indexOf(']') >= 0) {
            return parseBrackets(entry);
        }
        int colons = entry.indexOf("::");
        if (colons >= 0) {
            return parseDoubleColon(
                    entry.substring(0, colons).trim(),
                    entry.substring(colons + 2).trim());
        }
        return isClassName(entry) ? MethodRule.allOf(entry) : rejected(Quoted.of(entry) + " is not a class name");
    }

    private MethodRule parseBrackets(String entry) {
        int open = entry.indexOf('[');
        int close = entry.indexOf(']');
        if (open < 0 || close != entry.length() - 1 || entry.lastIndexOf('[') != open) {
            return rejected("the brackets do not match");
        }
        String className = entry.substring(0, open).trim();
        if (!isClassName(className)) {
            return rejected(Quoted.of(className) + " is not a class name");
        }
        Set<String> names = new LinkedHashSet<>();
        boolean all = false;
        for (String piece : entries(entry.substring(open + 1, close), true)) {
            if (piece.equals("*")) {
                all = true;
            } else if (isMethodName(piece)) {
                names.add(piece);
            } else if (!piece.isEmpty()) {
                return rejected(Quoted.of(piece) + " is not a method name");
            }
        }
        if (all) {
            return MethodRule.allOf(className);
        }
        return names.isEmpty() ? rejected("it names no method") : MethodRule.of(className, names);
    }

    private MethodRule parseDoubleColon(String className, String method) {
        if (!isClassName(className)) {
            return rejected(Quoted.of(className) + " is not a class name");
        }
        if (!isMethodName(method)) {
            return rejected(Quoted.of(method) + " is not a method name");
        }
        return MethodRule.of(className, Collections.singleton(method));
    }

    /** Remembers the reason, and returns null for {@link #parse} to return. */
    private MethodRule rejected(String why) {
        reason = why;
        return null;
    }

    /**
     * Whether the text is a class name as {@code Class.getName} gives it: parts separated by dots, each with the
     * characters of a method name.
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
     * Whether the text is a method name. More is accepted than Java's identifiers, since other languages and generators
     * use more: {@code price-impl}, {@code add item}, a digit at the beginning, an emoji. Characters of the rule syntax
     * are refused, those that indicate a mistake, and with {@code <} all initialisers.
     */
    private static boolean isMethodName(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (REFUSED.indexOf(c) >= 0 || Character.isISOControl(c) || Character.isIdentifierIgnorable(c)) {
                return false;
            }
        }
        return !text.isEmpty() && text.charAt(0) != ' ' && text.charAt(text.length() - 1) != ' ';
    }
}
