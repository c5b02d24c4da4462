/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.testapp.tools.compat;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The spans in answers of Jaeger's query API: names, and who is whose parent. Not safe for threads. */
final class JaegerTraces {
    private static final Pattern SPAN =
            Pattern.compile("\\{\"traceID\":\"(\\w+)\",\"spanID\":\"(\\w+)\"(?:,\"flags\":\\d+)?"
                    + ",\"operationName\":\"([^\"]*)\",\"references\":\\[(.*?)\\]");
    private static final Pattern PARENT = Pattern.compile("\"spanID\":\"(\\w+)\"");

    /** By trace id and span id. */
    private final Map<String, String> names = new HashMap<>();

    private final Map<String, String> parents = new HashMap<>();

    /** Adds the spans of an answer; those that are known already stay the same. */
    void add(String json) {
        for (Matcher span = SPAN.matcher(json); span.find(); ) {
            String key = span.group(1) + span.group(2);
            names.put(key, span.group(3));
            Matcher parent = PARENT.matcher(span.group(4));
            if (parent.find()) {
                parents.put(key, span.group(1) + parent.group(1));
            }
        }
    }

    int size() {
        return names.size();
    }

    int roots() {
        return names.size() - parents.size();
    }

    /** How many have a parent that is not there. */
    long orphans() {
        return parents.values().stream()
                .filter(parent -> !names.containsKey(parent))
                .count();
    }

    /** How often there is a {@code parent > child}, by the names of the two. */
    Map<String, Integer> edges() {
        Map<String, Integer> edges = new TreeMap<>();
        parents.forEach((child, parent) -> {
            if (names.containsKey(parent)) {
                edges.merge(names.get(parent) + " > " + names.get(child), 1, Integer::sum);
            }
        });
        return edges;
    }
}
