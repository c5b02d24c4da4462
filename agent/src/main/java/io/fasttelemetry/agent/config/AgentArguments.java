/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Splits what stands after the equals sign of {@code -javaagent:agent.jar=}: {@code key=value} pairs with {@code ,} or
 * {@code ;} between, keys with or without {@code fasttelemetry.} in front.
 *
 * <p>Values hold the same separators. So a new pair begins only at a separator outside brackets that is followed by a
 * known key, or any key with our prefix, and an equals sign:
 * <pre>
 *   methods=com.acme.Cart[a,b];com.acme.Other[*],service.name=x
 *   |------------- one pair -------------------| |-- another -|
 * </pre>
 * Where the brackets do not match, they are taken for ordinary characters. The last of equal keys wins.
 *
 * <p>Pure but for the list of problems. Text that belongs to no key is reported by its place
 * only, as it may be a secret.
 */
final class AgentArguments {
    private static final String SEPARATORS = ",;";
    private static final String OPENING = "[({";
    private static final String CLOSING = "])}";

    private final String text;
    private final Set<String> knownKeys;
    private final boolean bracketsMatch;

    private AgentArguments(String text, Set<String> knownKeys) {
        this.text = text;
        this.knownKeys = knownKeys;
        this.bracketsMatch = depthAfter(0, 0, text.length()) == 0;
    }

    /** The arguments as settings; null and blank are no arguments. */
    static MapSource parse(String arguments, List<String> problems) {
        Map<String, String> values = new LinkedHashMap<>();
        if (arguments != null && !arguments.trim().isEmpty()) {
            new AgentArguments(arguments, Options.allKeys()).split(values, problems);
        }
        return new MapSource(values);
    }

    private void split(Map<String, String> values, List<String> problems) {
        int start = 0;
        int depth = 0;
        for (int i = 0; i < text.length(); i++) {
            depth = depthAfter(depth, i, i + 1);
            boolean outside = !bracketsMatch || depth == 0;
            if (outside && SEPARATORS.indexOf(text.charAt(i)) >= 0 && keyAt(i + 1) != null) {
                put(start, i, values, problems);
                start = i + 1;
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

    /** The key that begins a pair at this position, or null if none does. */
    private String keyAt(int position) {
        int equals = text.indexOf('=', position);
        if (equals < 0) {
            return null;
        }
        String key = text.substring(position, equals).trim();
        boolean begins =
                knownKeys.contains(canonical(key)) || Names.startsWithIgnoringCase(key, ConfigOption.OWN_PREFIX);
        return begins && isPlain(key) ? key : null;
    }

    private String canonical(String key) {
        boolean complete = knownKeys.contains(key)
                || Names.startsWithIgnoringCase(key, ConfigOption.OWN_PREFIX)
                || key.startsWith("otel.");
        return complete ? key : ConfigOption.OWN_PREFIX + key;
    }

    private static boolean isPlain(String key) {
        for (int i = 0; i < key.length(); i++) {
            char c = key.charAt(i);
            if (!Character.isLetterOrDigit(c) && c != '.' && c != '-' && c != '_') {
                return false;
            }
        }
        return true;
    }

    /** How deep in brackets the text is at {@code end}, if it is {@code depth} deep at {@code start}. */
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
