/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.rules;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Options of a rule, {@code {name="add item", kind=client, attr.team=payments}}. Immutable; any thread. */
public final class SpanOptions {
    /** The kinds that an option can have, in the order of their OTLP numbers, which begin with 1. */
    private static final List<String> KINDS =
            Collections.unmodifiableList(Arrays.asList("internal", "server", "client", "producer", "consumer"));

    private final String name;
    private final int kind;
    private final List<String> attributes;
    private final List<CapturedAttribute> captured;
    private final SpanLimits limits;

    /**
     * Options without captured attributes and limits.
     *
     * @param name null for the default
     * @param kind OTLP span kind, or 0 for the default
     * @param attributes keys and string values in turn
     */
    public SpanOptions(String name, int kind, List<String> attributes) {
        this(name, kind, attributes, Collections.emptyList(), SpanLimits.NONE);
    }

    private SpanOptions(
            String name, int kind, List<String> attributes, List<CapturedAttribute> captured, SpanLimits limits) {
        this.name = name;
        this.kind = kind;
        this.attributes = Collections.unmodifiableList(new ArrayList<>(attributes));
        this.captured = Collections.unmodifiableList(new ArrayList<>(captured));
        this.limits = limits;
    }

    static List<String> kinds() {
        return KINDS;
    }

    /** The OTLP span kind with this name, ignoring case; 0 if there is none. */
    public static int kind(String word) {
        for (int i = 0; i < KINDS.size(); i++) {
            if (KINDS.get(i).equalsIgnoreCase(word)) {
                return i + 1;
            }
        }
        return 0;
    }

    /** The operation's name, or null for class and method. */
    public String name() {
        return name;
    }

    /** The OTLP span kind, or 0 for the default. */
    public int kind() {
        return kind;
    }

    /** Constant attributes: keys and values in turn. */
    public List<String> attributes() {
        return attributes;
    }

    /** Attributes whose values are taken from each call. */
    public List<CapturedAttribute> captured() {
        return captured;
    }

    /** What leaves spans out. */
    public SpanLimits limits() {
        return limits;
    }

    /** Whether no option is set. */
    public boolean isEmpty() {
        return name == null && kind == 0 && attributes.isEmpty() && captured.isEmpty() && limits.isEmpty();
    }

    /** @param attributes keys with their values: a text, or an expression */
    static SpanOptions of(String name, int kind, Map<String, Object> attributes, SpanLimits limits) {
        List<String> pairs = new ArrayList<>();
        List<CapturedAttribute> captured = new ArrayList<>();
        for (Map.Entry<String, Object> pair : attributes.entrySet()) {
            if (pair.getValue() instanceof Template.Part) {
                captured.add(new CapturedAttribute(pair.getKey(), (Template.Part) pair.getValue()));
            } else {
                pairs.add(pair.getKey());
                pairs.add(pair.getValue().toString());
            }
        }
        return new SpanOptions(name, kind, pairs, captured, limits);
    }

    /** The options as {@link OptionsParser} reads them. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("{");
        if (name != null) {
            add(text, "name", name);
        }
        if (kind != 0) {
            separate(text).append("kind=").append(KINDS.get(kind - 1));
        }
        if (!limits.isEmpty()) {
            separate(text).append(limits);
        }
        for (int i = 0; i < attributes.size(); i += 2) {
            add(text, "attr.".concat(attributes.get(i)), attributes.get(i + 1));
        }
        for (CapturedAttribute attribute : captured) {
            separate(text).append("attr.").append(attribute.key()).append("=\"");
            text.append(attribute.expression()).append('"'); // nothing in it is escaped
        }
        return text.append('}').toString();
    }

    private static void add(StringBuilder text, String key, String value) {
        separate(text).append(key).append("=\"");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            text.append(c == '"' || c == '\\' ? "\\" : "").append(c);
        }
        text.append('"');
    }

    private static StringBuilder separate(StringBuilder text) {
        return text.length() > 1 ? text.append(", ") : text;
    }
}
