/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.instrument;

import io.fasttelemetry.agent.rules.MethodRule;
import io.fasttelemetry.agent.rules.Nearest;
import java.util.List;

/**
 * Finds, among the classes that are loaded, the one that each of some rules probably means: of the same name in another
 * package, or of a similar name in the same one. Keeps no names beyond the nearest. For one thread.
 */
final class NearestClasses {
    /** Max rules for which a class is looked for, so that the search takes some milliseconds. */
    private static final int MAX_RULES = 50;

    private final String[] wanted;
    private final String[] found;
    private final boolean[] loaded;

    /** @param loadedClasses names of classes, with dots or slashes, among which the nearest are looked for */
    NearestClasses(List<MethodRule> rules, Iterable<String> loadedClasses) {
        wanted = new String[Math.min(rules.size(), MAX_RULES)];
        found = new String[wanted.length];
        loaded = new boolean[wanted.length];
        for (int i = 0; i < wanted.length; i++) {
            MethodRule rule = rules.get(i);
            wanted[i] = rule.isForOneClass() ? rule.className() : null;
        }
        for (String name : loadedClasses) {
            visit(name.replace('/', '.'));
        }
    }

    private void visit(String name) {
        int simple = name.lastIndexOf('.') + 1;
        for (int i = 0; i < wanted.length; i++) {
            String rule = wanted[i];
            if (rule == null) {
                continue;
            }
            int ruleSimple = rule.lastIndexOf('.') + 1;
            boolean sameName = name.length() - simple == rule.length() - ruleSimple
                    && name.regionMatches(simple, rule, ruleSimple, name.length() - simple);
            boolean samePackage = simple == ruleSimple && name.regionMatches(0, rule, 0, simple);
            if (sameName && samePackage) {
                loaded[i] = true;
            } else if (sameName || samePackage) {
                consider(i, name, sameName, simple);
            }
        }
    }

    private void consider(int i, String name, boolean sameName, int simple) {
        String best = found[i];
        String own = wanted[i].substring(wanted[i].lastIndexOf('.') + 1);
        boolean bestHasName = best != null && best.endsWith(own) && best.length() != name.length();
        if (sameName) {
            found[i] = best != null && bestHasName ? best : name;
        } else if (!bestHasName) {
            String bestName = best == null ? null : best.substring(best.lastIndexOf('.') + 1);
            if (Nearest.isBetter(own, name.substring(simple), bestName)) {
                found[i] = name;
            }
        }
    }

    /** Whether the class that the rule names is loaded. */
    boolean isLoaded(int index) {
        return index < loaded.length && loaded[index];
    }

    /** The nearest class for the rule; null if there is none. */
    String of(int index) {
        return index < found.length ? found[index] : null;
    }
}
