/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.instrument;

import io.fasttelemetry.agent.rules.MethodRule;
import io.fasttelemetry.agent.rules.PatternRule;
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
    private final PatternRule[] patterns;

    OwnRules(List<MethodRule> rules) {
        List<PatternRule> withStars = new ArrayList<>();
        for (MethodRule rule : rules) {
            if (rule instanceof PatternRule && !((PatternRule) rule).isForOneClass()) {
                withStars.add((PatternRule) rule);
            } else {
                InheritedRules.index(rule, byInternalName);
            }
        }
        patterns = withStars.toArray(new PatternRule[0]);
    }

    MethodRule[] of(String internalName) {
        MethodRule[] found = byInternalName.get(internalName);
        for (PatternRule pattern : patterns) {
            if (pattern.matchesClass(internalName)) {
                found = InheritedRules.join(pattern, found == null ? NONE : found);
            }
        }
        return found == null ? NONE : found;
    }
}
