/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.rules;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Parses the options at the end of an entry: {@code {name="add item", kind=client, attr.team=payments}}, pairs
 * separated by commas, values with or without quotes. Within quotes a backslash precedes a quote or a backslash.
 *
 * <p>An unknown or bad option is left out with a message, and the rule stands without it; only where the braces do not
 * match, or where an option that limits how many spans there are is bad or not supported yet, is the whole rule
 * rejected. For one entry.
 */
final class OptionsParser {
    private static final String KNOWN = "name, kind, min, ratio, rate, attr.NAME";
    private static final int MAX_VALUE_CHARS = 1024;

    /** The number of captured values that the recorder takes for a span. */
    private static final int MAX_CAPTURED = 16;

    private final RuleParser parser;
    private final String entry;
    private int at;
    private String name;
    private int kind;
    private SpanLimits limits = SpanLimits.NONE;
    /** Texts, or expressions. */
    private final Map<String, Object> attributes = new LinkedHashMap<>();

    /** @param open position of the opening brace */
    OptionsParser(RuleParser parser, String entry, int open) {
        this.parser = parser;
        this.entry = entry;
        at = open + 1;
    }

    /** Parses the options; returns false after {@link RuleParser#rejected} if the rule is bad. */
    boolean parse() {
        skipBlanks();
        while (at < entry.length() && entry.charAt(at) != '}') {
            if (!pair()) {
                return false;
            }
            skipBlanks();
            if (at < entry.length() && entry.charAt(at) == ',') {
                at++;
                skipBlanks();
            } else if (at < entry.length() && entry.charAt(at) != '}') {
                return rejected("expected , or } after an option", at);
            }
        }
        if (at >= entry.length()) {
            return rejected("the braces do not match: expected } at the end", entry.length());
        }
        return at == entry.length() - 1 || rejected("expected the end of the entry after }", at + 1);
    }

    /** The options that are supported; null if there are none. */
    SpanOptions options() {
        SpanOptions options = SpanOptions.of(name, kind, attributes, limits);
        return options.isEmpty() ? null : options;
    }

    private boolean pair() {
        int start = at;
        while (at < entry.length() && "=,}\"".indexOf(entry.charAt(at)) < 0) {
            at++;
        }
        String key = entry.substring(start, at).trim();
        if (at >= entry.length() || entry.charAt(at) != '=') {
            return rejected("expected = after " + Quoted.of(key), at);
        }
        at++;
        skipBlanks();
        int valueAt = at;
        String value = at < entry.length() && entry.charAt(at) == '"' ? quoted() : bare();
        if (value == null) {
            return rejected("the quotes do not match: expected \" after the value", entry.length());
        }
        return put(key, value, start, valueAt);
    }

    private String bare() {
        int start = at;
        int depth = 0;
        while (at < entry.length()) {
            char c = entry.charAt(at);
            if (depth == 0 && (c == ',' || c == '}')) {
                break;
            }
            depth += c == '{' ? 1 : c == '}' ? -1 : 0;
            at++;
        }
        return entry.substring(start, at).trim();
    }

    /** The text in quotes; null if they are not closed. */
    private String quoted() {
        StringBuilder value = new StringBuilder();
        at++;
        boolean inExpression = false;
        while (at < entry.length()) {
            char c = entry.charAt(at);
            at++;
            if (c == '"' && !inExpression) {
                return value.toString();
            }
            if (c == '\\' && at < entry.length() && !inExpression) {
                c = entry.charAt(at);
                at++;
            } else if (c == '{' && value.length() > 0 && value.charAt(value.length() - 1) == '$') {
                inExpression = entry.indexOf('}', at) > 0;
            } else if (c == '}') {
                inExpression = false;
            }
            value.append(c);
        }
        return null;
    }

    private boolean put(String key, String value, int keyAt, int valueAt) {
        if (value.length() > MAX_VALUE_CHARS) {
            leaveOut(key, "its value is longer than " + MAX_VALUE_CHARS + " characters", valueAt);
        } else if (key.equals("name") || key.startsWith("attr.")) {
            putText(key, value, valueAt);
        } else if (key.equals("kind")) {
            kind = SpanOptions.kind(value);
            if (kind == 0) {
                leaveOut(key, "expected " + String.join(", ", SpanOptions.kinds()), valueAt);
            }
        } else if (SpanLimits.expected(key) != null) {
            return putLimit(key, value, valueAt);
        } else if (key.equals("root")) {
            return rejected("the option " + key + " is not supported yet; without it there would be more spans", keyAt);
        } else if (key.equals("error")) {
            leaveOut(key, "it is not supported yet", keyAt);
        } else {
            String nearest = Nearest.of(key, new String[] {"name", "kind", "min", "ratio", "rate", "attr."});
            leaveOut(key, "expected " + KNOWN + (nearest == null ? "" : "; nearest: " + nearest), keyAt);
        }
        return true;
    }

    private boolean putLimit(String key, String value, int valueAt) {
        SpanLimits more = limits.with(key, value);
        if (more == null) {
            return rejected(
                    "expected " + SpanLimits.expected(key) + " for the option " + key
                            + "; without it there would be more spans",
                    valueAt);
        }
        limits = more;
        return true;
    }

    private void putText(String key, String value, int valueAt) {
        if (value.isEmpty() || key.equals("attr.")) {
            leaveOut(key, value.isEmpty() ? "expected a value" : "expected a name after attr.", valueAt);
        } else if (value.indexOf("${") >= 0) {
            String problem = putExpression(key, Template.parse(value), valueAt);
            if (problem != null) {
                leaveOut(key, problem, valueAt);
            }
        } else if (key.equals("name")) {
            name = value;
        } else {
            attributes.put(key.substring("attr.".length()), value);
        }
    }

    /** Takes a value from the call; returns what is wrong with it otherwise, unless that has been reported. */
    private String putExpression(String key, Template template, int valueAt) {
        if (template.problem() != null) {
            leaveOut(key, template.problem(), valueAt + template.problemAt());
            return null;
        }
        if (key.equals("name")) {
            return "values from the call, such as " + template.firstExpression()
                    + ", are not supported yet in a name; expected a constant text";
        }
        if (template.parts().size() > 1) {
            return "more than one value is not supported yet; expected " + template.firstExpression() + " alone";
        }
        String attribute = key.substring("attr.".length());
        int count = 0;
        for (Map.Entry<String, Object> each : attributes.entrySet()) {
            count += each.getValue() instanceof Template.Part && !each.getKey().equals(attribute) ? 1 : 0;
        }
        if (count >= MAX_CAPTURED) {
            return "expected at most " + MAX_CAPTURED + " values from the call";
        }
        attributes.put(attribute, template.parts().get(0));
        return null;
    }

    private void leaveOut(String key, String why, int position) {
        parser.report(position, "option " + Quoted.of(key) + " is left out (" + why + "); the rule stands without it");
    }

    private boolean rejected(String why, int position) {
        parser.rejected(why, position);
        return false;
    }

    private void skipBlanks() {
        while (at < entry.length() && entry.charAt(at) <= ' ') {
            at++;
        }
    }
}
