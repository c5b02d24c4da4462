/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.config;

import io.fasttelemetry.agent.rules.Quoted;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reports unknown settings with the agent's prefix, and names the most similar known one. Values are not read. Has no
 * side effect but adding to the problems; used by the starting thread.
 */
final class UnknownKeys {
    private UnknownKeys() {}

    static void report(List<SettingSource> sources, List<ConfigOption<?>> options, List<String> problems) {
        Set<String> reported = new HashSet<>();
        for (SettingSource source : sources) {
            try {
                report(source, options, reported, problems);
            } catch (RuntimeException e) {
                // a security manager hides the names, so they cannot be checked
            }
        }
    }

    private static void report(
            SettingSource source, List<ConfigOption<?>> options, Set<String> reported, List<String> problems) {
        Set<String> known = null;
        for (String name : source.ownNames()) {
            if (known == null) {
                known = namesOf(source, options);
            }
            if (!known.contains(name) && !source.isForeign(name) && reported.add(name)) {
                problems.add("unknown setting " + Quoted.of(name) + "; the nearest known one is " + nearest(name, known)
                        + "; it is ignored");
            }
        }
    }

    private static Set<String> namesOf(SettingSource source, List<ConfigOption<?>> options) {
        Set<String> names = new HashSet<>();
        for (ConfigOption<?> option : options) {
            if (option.isOwn()) {
                names.add(source.nameOf(option.key()));
            }
        }
        return names;
    }

    /**
     * The candidate with the smallest edit distance; of equals the first by alphabet, so that the answer is
     * deterministic.
     */
    static String nearest(String name, Set<String> candidates) {
        String best = null;
        int bestDistance = Integer.MAX_VALUE;
        for (String candidate : candidates) {
            int distance = distance(name, candidate);
            if (distance < bestDistance || (distance == bestDistance && candidate.compareTo(best) < 0)) {
                best = candidate;
                bestDistance = distance;
            }
        }
        return best;
    }

    /**
     * Levenshtein distance, with one row of memory. The first argument is cut to 100 characters, which no key exceeds.
     */
    static int distance(String from, String to) {
        String name = from.length() > 100 ? from.substring(0, 100) : from;
        int[] row = new int[to.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= name.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int replaced = diagonal + (name.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[row.length - 1];
    }
}
