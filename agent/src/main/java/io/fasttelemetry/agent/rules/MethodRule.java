/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.rules;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/** Selects methods of one class: some by name, with all their overloads, or all. Immutable; any thread. */
public final class MethodRule {
    private final String className;
    /** Null for all methods. */
    private final Set<String> methodNames;

    private MethodRule(String className, Set<String> methodNames) {
        this.className = className;
        this.methodNames = methodNames;
    }

    static MethodRule allOf(String className) {
        return new MethodRule(className, null);
    }

    static MethodRule of(String className, Set<String> methodNames) {
        return new MethodRule(className, Collections.unmodifiableSet(new LinkedHashSet<>(methodNames)));
    }

    /** The name as {@code Class.getName} gives it: dots, and {@code $} before a nested class. */
    public String className() {
        return className;
    }

    public boolean matchesAllMethods() {
        return methodNames == null;
    }

    public boolean matchesMethod(String name) {
        return methodNames == null || methodNames.contains(name);
    }

    /** The names in the order given; empty if the rule matches all methods. */
    public Set<String> methodNames() {
        return methodNames == null ? Collections.emptySet() : methodNames;
    }

    @Override
    public String toString() {
        return className + "[" + (methodNames == null ? "*" : String.join(",", methodNames)) + "]";
    }
}
