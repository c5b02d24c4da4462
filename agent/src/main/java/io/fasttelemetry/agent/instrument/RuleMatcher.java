/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.instrument;

import io.fasttelemetry.agent.rules.ClassExcludes;
import io.fasttelemetry.agent.rules.MethodRule;
import io.fasttelemetry.agent.rules.MethodRules;
import java.util.HashMap;
import java.util.Map;

/**
 * Finds the rules that apply to a class: those that name it or a supertype of it, unless it is excluded.
 *
 * <p>Thread-safe; called on whichever thread loads a class.
 */
final class RuleMatcher implements MethodFilter {
    private static final MethodRule[] NONE = {};

    private final Map<String, MethodRule> byInternalName = new HashMap<>();
    private final ClassExcludes excludes;
    private final InheritedRules inherited;
    private final LateClasses late = new LateClasses();

    RuleMatcher(MethodRules rules, ClassExcludes excludes) {
        this.excludes = excludes;
        for (MethodRule rule : rules.rules()) {
            byInternalName.put(rule.className().replace('.', '/'), rule);
        }
        inherited = new InheritedRules(byInternalName);
    }

    /** Finds the rules for a class that is being defined; empty if there are none. */
    MethodRule[] match(ClassLoader loader, String internalName, byte[] classFile) {
        ClassHeader header = ClassHeader.parse(classFile);
        if (header == null) {
            return isExcluded(internalName) ? NONE : InheritedRules.join(byInternalName.get(internalName), NONE);
        }
        InheritedRules.Search search = inherited.find(loader, internalName, header);
        if (isExcluded(internalName)) {
            return NONE;
        }
        if (!search.isComplete()) {
            late.add(loader, internalName);
        }
        return search.rules().length > 0 && GeneratedClasses.isProxy(internalName, header)
                ? InheritedRules.join(byInternalName.get(internalName), NONE)
                : search.rules();
    }

    /** Finds the rules for a loaded class; empty if there are none. */
    MethodRule[] match(Class<?> type) {
        String internalName = type.getName().replace('.', '/');
        MethodRule[] all = inherited.ofLoaded(type);
        if (all.length == 0 || isExcluded(internalName)) {
            return NONE;
        }
        return GeneratedClasses.isProxy(type) ? InheritedRules.join(byInternalName.get(internalName), NONE) : all;
    }

    /** Classes that were defined before all their supertypes were known. */
    LateClasses late() {
        return late;
    }

    /** Finds the rules for a class of {@link #late}, now that it and its supertypes are loaded. */
    MethodRule[] matchLate(Class<?> type) {
        inherited.learnSupertypes(type);
        return match(type);
    }

    @Override
    public boolean excludes(String className, String methodName) {
        return excludes.excludes(className, methodName);
    }

    private boolean isExcluded(String internalName) {
        return excludes.excludes(internalName.replace('/', '.'));
    }
}
