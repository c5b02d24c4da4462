/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.config;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Splits the arguments after {@code -javaagent:agent.jar=}: {@code key=value} pairs separated by {@code ,} or {@code
 * ;}, keys with or without the prefix {@code fasttelemetry.}.
 *
 * <p>Values can contain the same separators. So a new pair begins only at a separator outside brackets that is followed
 * by a known key, or any key with the agent's prefix, and an equals sign:
 *
 * <pre>
 *   methods=com.acme.Cart[a,b];com.acme.Other[*],service.name=x
 *   |------------- one pair -------------------| |-- another -|
 * </pre>
 *
 * A misspelt key begins one as well, so that it is reported: any key after a value that cannot contain an equals sign,
 * and a key that resembles a known one after other values, unless these are lists of pairs themselves.
 *
 * <p>Unbalanced brackets are treated as ordinary characters. The last of equal keys wins.
 *
 * <p>Has no side effect but adding to the problems. Text that belongs to no key is reported by its position only, as it
 * may be a secret.
 */
final class AgentArguments {
    private static final String SEPARATORS = ",;";
    private static final String OPENING = "[({";
    private static final String CLOSING = "])}";

    /** Max number of wrong letters in a misspelt key. */
    private static final int MAX_WRONG_LETTERS = 2;

    private final String text;
    private final Map<String, ValueParser<?>> knownKeys;
    private final boolean bracketsMatch;

    private AgentArguments(String text, Map<String, ValueParser<?>> knownKeys) {
        this.text = text;
        this.knownKeys = knownKeys;
        this.bracketsMatch = depthAfter(0, 0, text.length()) == 0;
    }

    /** Splits the arguments into settings, recognising the keys of these options. Null and blank are no arguments. */
    static SettingSource parse(String arguments, List<ConfigOption<?>> options, List<String> problems) {
        Map<String, String> values = new LinkedHashMap<>();
        if (arguments != null && !arguments.trim().isEmpty()) {
            Map<String, ValueParser<?>> keys = new HashMap<>();
            for (ConfigOption<?> option : options) {
                for (ConfigOption.Spelling<?> spelling : option.spellings()) {
                    keys.put(spelling.key(), spelling.parser());
                }
            }
            new AgentArguments(arguments, keys).split(values, problems);
        }
        return new SettingSource.Pairs(values);
    }

    private void split(Map<String, String> values, List<String> problems) {
        int start = 0;
        int depth = 0;
        String current = keyText(0);
        for (int i = 0; i < text.length(); i++) {
            depth = depthAfter(depth, i, i + 1);
            boolean outside = !bracketsMatch || depth == 0;
            if (outside && SEPARATORS.indexOf(text.charAt(i)) >= 0) {
                String key = keyText(i + 1);
                if (key != null && beginsPair(key, current)) {
                    put(start, i, values, problems);
                    start = i + 1;
                    current = key;
                }
            }
        }
        put(start, text.length(), values, problems);
    }

    /** Adds the pair between two positions. */
    private void put(int start, int end, Map<String, String> values, List<String> problems) {
        int last = end;
        while (last > start && (text.charAt(last - 1) <= ' ' || SEPARATORS.indexOf(text.charAt(last - 1)) >= 0)) {
            last--;
        }
        String pair = text.substring(start, last);
        int equals = pair.indexOf('=');
        String key = equals < 0 ? "" : pair.substring(0, equals).trim();
        if (!key.isEmpty() && isPlain(key)) {
            values.put(canonical(key), pair.substring(equals + 1));
        } else if (last > start) {
            problems.add("agent arguments: the text at character " + (start + 1)
                    + " is not key=value; accepted: key=value,key=value; it is ignored");
        }
    }

    /** The text between this position and an equals sign, if it has the form of a key; otherwise null. */
    private String keyText(int position) {
        int equals = position;
        while (equals < text.length() && (isKeyPart(text.charAt(equals)) || text.charAt(equals) <= ' ')) {
            equals++;
        }
        boolean found = equals < text.length() && text.charAt(equals) == '=';
        String key = found ? text.substring(position, equals).trim() : "";
        return !key.isEmpty() && isPlain(key) ? key : null;
    }

    /** Whether this key begins a new pair. {@code current} is the key before it, null if that pair has none. */
    private boolean beginsPair(String key, String current) {
        if (knownKeys.containsKey(canonical(key))
                || SettingSource.startsWithIgnoringCase(key, ConfigOption.OWN_PREFIX)) {
            return true;
        }
        ValueParser<?> parser = current == null ? null : knownKeys.get(canonical(current));
        if (parser == null || parser.holdsPairs()) {
            return false;
        }
        return !parser.holdsEquals() || resemblesKnown(ConfigOption.OWN_PREFIX.concat(key));
    }

    /** Whether the key is a known one with at most two wrong letters. */
    private boolean resemblesKnown(String key) {
        for (String known : knownKeys.keySet()) {
            if (Math.abs(known.length() - key.length()) <= MAX_WRONG_LETTERS
                    && UnknownKeys.distance(key, known) <= MAX_WRONG_LETTERS) {
                return true;
            }
        }
        return false;
    }

    private String canonical(String key) {
        boolean complete = knownKeys.containsKey(key)
                || SettingSource.startsWithIgnoringCase(key, ConfigOption.OWN_PREFIX)
                || key.startsWith("otel.");
        return complete ? key : ConfigOption.OWN_PREFIX + key;
    }

    private static boolean isPlain(String key) {
        for (int i = 0; i < key.length(); i++) {
            if (!isKeyPart(key.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isKeyPart(char c) {
        return Character.isLetterOrDigit(c) || c == '.' || c == '-' || c == '_';
    }

    /** The depth of brackets at {@code end}, given that at {@code start}. */
    private int depthAfter(int depth, int start, int end) {
        int result = depth;
        for (int i = start; i < end; i++) {
            if (OPENING.indexOf(text.charAt(i)) >= 0) {
                result++;
            } else if (CLOSING.indexOf(text.charAt(i)) >= 0) {
                result--;
            }
        }
        return result;
    }
}
