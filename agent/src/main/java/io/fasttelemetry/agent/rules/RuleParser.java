/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.rules;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Parses entries of a list of rules, each recognised by its form. The plain forms are parsed here:
 *
 * <pre>
 *   Class[m1,m2]  Class[*]   as the OpenTelemetry agent and others write it
 *   Class::m                 as the JDK's own method tracing writes it
 *   Class                    all its methods
 * </pre>
 *
 * and all others by a {@link PatternParser}, whose classes are loaded only when there is such an entry. A bad entry
 * adds one message to the problems: name, line, column, the entry, what is wrong, and the nearest entry that is good.
 * One thread.
 */
final class RuleParser {
    /** Max messages for one list; a last one says that there are more. */
    static final int MAX_PROBLEMS = 100;

    private static final String REFUSED = ".,;:[](){}<>/\\*#@\"=";
    private final String settingName;
    private final String accepted;
    private final List<String> problems;
    private final RuleText entries;

    private String reason;
    private int reasonAt;
    private int problemCount;

    /**
     * @param entries the list, for {@link #parseCurrent}
     * @param settingName name of the setting or file, which begins each message
     */
    RuleParser(RuleText entries, String settingName, String accepted, List<String> problems) {
        this.entries = entries;
        this.settingName = settingName;
        this.accepted = accepted;
        this.problems = problems;
    }

    /** Parses the current entry; returns null after adding one message if it is bad. */
    MethodRule parseCurrent() {
        String entry = entries.entry();
        MethodRule rule = parse(entry);
        if (rule == null) {
            reject(reason, reasonAt, problemCount < MAX_PROBLEMS ? Repair.of(entry) : null);
        }
        return rule;
    }

    /** Parses an entry; returns null if it is bad, without a message. */
    MethodRule parse(String entry) {
        reason = null;
        reasonAt = 0;
        if (!isPlain(entry)) {
            return new PatternParser(this).parse(entry);
        }
        return parsePlain(entry, 0);
    }

    /** Adds the message for a current entry that is bad. */
    void reject(String why, int offset, String nearest) {
        report(
                offset,
                Quoted.of(entries.entry()) + " is not a rule (" + why + ")"
                        + (nearest == null ? "" : "; nearest: " + nearest) + "; accepted: " + accepted
                        + "; it is left out");
    }

    /** Adds a message about the current entry. */
    void report(int offset, String message) {
        problemCount++;
        if (entries != null && problemCount <= MAX_PROBLEMS) {
            problems.add(settingName + ": " + entries.place(offset) + ": " + message);
        } else if (entries != null && problemCount == MAX_PROBLEMS + 1) {
            problems.add(settingName + ": more entries are not rules; only the first " + MAX_PROBLEMS + " are shown");
        }
    }

    private static boolean isPlain(String entry) {
        boolean inBrackets = false;
        for (int i = 0; i < entry.length(); i++) {
            switch (entry.charAt(i)) {
                case '[':
                    inBrackets = true;
                    break;
                case '*':
                    if (!inBrackets) {
                        return false;
                    }
                    break;
                case '@':
                case '#':
                case '(':
                case '{':
                    return false;
                default:
            }
        }
        char first = entry.charAt(0);
        return first != '!'
                && first != '+'
                && !entry.startsWith("::")
                && !(first == 'p' && PatternParser.hasAccess(entry));
    }

    /** Parses one of the plain forms. The entry is not empty; {@code at} is its place, for messages. */
    MethodRule parsePlain(String entry, int at) {
        int open = entry.indexOf('[');
        if (open >= 0 || entry.indexOf(']') >= 0) {
            return parseBrackets(entry, open, at);
        }
        int colons = entry.indexOf("::");
        if (colons >= 0) {
            return parseDoubleColon(
                    entry.substring(0, colons).trim(),
                    entry.substring(colons + 2).trim(),
                    at,
                    at + colons + 2);
        }
        return isClassName(entry) ? MethodRule.whole(entry) : rejected(Quoted.of(entry) + " is not a class name", at);
    }

    private MethodRule parseBrackets(String entry, int open, int at) {
        int close = entry.indexOf(']');
        if (open < 0 || close < open) {
            return rejected("the brackets do not match: expected [ before ]", at + Math.max(close, 0));
        }
        if (close != entry.length() - 1 || entry.lastIndexOf('[') != open) {
            int where = entry.lastIndexOf('[') != open ? entry.lastIndexOf('[') : close + 1;
            return rejected("the brackets do not match: expected the end of the entry", at + where);
        }
        String className = entry.substring(0, open).trim();
        if (!isClassName(className)) {
            return rejected(Quoted.of(className) + " is not a class name", at);
        }
        Set<String> names = new LinkedHashSet<>();
        boolean all = false;
        int start = open + 1;
        while (start <= close) {
            int comma = entry.indexOf(',', start);
            int end = comma < 0 ? close : comma;
            String piece = entry.substring(start, end).trim();
            if (piece.equals("*")) {
                all = true;
            } else if (isMethodName(piece)) {
                names.add(piece);
            } else if (!piece.isEmpty()) {
                return rejected(notMethod(piece), at + entry.indexOf(piece, start));
            }
            start = end + 1;
        }
        if (all) {
            return MethodRule.allOf(className);
        }
        return names.isEmpty()
                ? rejected("it names no method: expected a name or * in the brackets", at + close)
                : MethodRule.of(className, names);
    }

    private MethodRule parseDoubleColon(String className, String method, int at, int methodAt) {
        if (!isClassName(className)) {
            return rejected(Quoted.of(className) + " is not a class name", at);
        }
        if (!isMethodName(method)) {
            return rejected(notMethod(method), methodAt);
        }
        return MethodRule.of(className, Collections.singleton(method));
    }

    /** The reason against the name of a method. */
    static String notMethod(String name) {
        return Quoted.of(name) + " is not a method name"
                + (name.startsWith("<") ? ": constructors and initialisers are not supported yet" : "");
    }

    /** Remembers the reason, and returns null for {@link #parse} to return. */
    MethodRule rejected(String why, int at) {
        reason = why;
        reasonAt = at;
        return null;
    }

    /**
     * Whether the text is a class name as {@code Class.getName} gives it: parts separated by dots, each with the
     * characters of a method name.
     */
    static boolean isClassName(String text) {
        int start = 0;
        for (int dot = text.indexOf('.'); dot >= 0; dot = text.indexOf('.', start)) {
            if (!isMethodName(text, start, dot)) {
                return false;
            }
            start = dot + 1;
        }
        return isMethodName(text, start, text.length());
    }

    static boolean isMethodName(String text) {
        return isMethodName(text, 0, text.length());
    }

    /**
     * Whether the text is a method name. More is accepted than Java's identifiers, since other languages and generators
     * use more: {@code price-impl}, {@code add item}, a digit at the beginning, an emoji. Characters of the rule syntax
     * are refused, those that indicate a mistake, and with {@code <} all initialisers.
     */
    private static boolean isMethodName(String text, int start, int end) {
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            boolean isPlain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!isPlain
                    && (REFUSED.indexOf(c) >= 0 || Character.isISOControl(c) || Character.isIdentifierIgnorable(c))) {
                return false;
            }
        }
        return start < end && text.charAt(start) != ' ' && text.charAt(end - 1) != ' ';
    }
}
