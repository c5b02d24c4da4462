/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.instrument;

import io.fasttelemetry.agent.rules.MethodRule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Rules that apply to the classes they match and not to subtypes: those for one class by its name, then patterns in
 * turn. Immutable; any thread.
 */
final class OwnRules {
    private static final MethodRule[] NONE = {};

    private final Map<String, MethodRule[]> byInternalName = new HashMap<>();
    private final MethodRule[] patterns;

    OwnRules(List<MethodRule> rules) {
        List<MethodRule> withStars = new ArrayList<>();
        for (MethodRule rule : rules) {
            if (rule.isForOneClass()) {
                InheritedRules.index(rule, byInternalName);
            } else {
                withStars.add(rule);
            }
        }
        patterns = withStars.toArray(new MethodRule[0]);
    }

    MethodRule[] of(String internalName) {
        MethodRule[] found = byInternalName.get(internalName);
        for (MethodRule pattern : patterns) {
            if (pattern.matchesClass(internalName)) {
                found = InheritedRules.join(pattern, found == null ? NONE : found);
            }
        }
        return found == null ? NONE : found;
    }
}
