/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.rules;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Merges rules for the same class into one that matches what any of them does, in time proportional to the number of
 * methods. Mutable; one thread.
 */
final class RuleMerger {
    /** In the order in which the classes were added. */
    private final Map<String, MethodRule> rules = new LinkedHashMap<>();
    /** Method names by class, for classes that have had more than one rule. */
    private final Map<String, Set<String>> collected = new HashMap<>();

    /** Whether rules like this one can be merged: without patterns and options. */
    static boolean merges(MethodRule rule) {
        return rule.getClass() == MethodRule.class && !rule.isExclude() && rule.options() == null;
    }

    void add(MethodRule rule) {
        String className = rule.className();
        MethodRule earlier = rules.get(className);
        if (earlier == null || (rule.matchesAllMethods() && !earlier.isWhole())) {
            rules.put(className, rule);
            collected.remove(className);
        } else if (!earlier.matchesAllMethods()) {
            Set<String> names = collected.get(className);
            if (names == null) {
                names = new LinkedHashSet<>(earlier.methodNames());
                collected.put(className, names);
            }
            names.addAll(rule.methodNames());
        }
    }

    /** The merged rules, one per class. No rule may be added afterwards. */
    Map<String, MethodRule> byClass() {
        for (Map.Entry<String, Set<String>> entry : collected.entrySet()) {
            rules.put(entry.getKey(), MethodRule.of(entry.getKey(), entry.getValue()));
        }
        return rules;
    }
}
