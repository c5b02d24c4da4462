/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.rules;

import java.util.Set;

/**
 * A part of a rule: what it means for subtypes of an interface, or for one method with an annotation. Immutable; any
 * thread.
 */
public final class ResolvedRule extends MethodRule {
    private final MethodRule rule;
    private final boolean isNamed;
    /** Names of methods with the numbers of their parameters; null for all. */
    private final Set<String> declared;

    private ResolvedRule(MethodRule rule, boolean isNamed, Set<String> declared, SpanOptions options) {
        super(rule.className(), null, rule.isExclude(), rule.coversSubtypes(), options);
        this.rule = rule;
        this.isNamed = isNamed;
        this.declared = declared;
    }

    /** The part of a rule that selects a method by the annotation of the method itself. */
    public static MethodRule annotated(MethodRule rule, SpanOptions options) {
        return new ResolvedRule(rule, true, null, options);
    }

    /**
     * The part of a rule that is for implementations of an interface.
     *
     * @param declared the methods that the interface declares, as {@link #signature} writes them
     */
    public static MethodRule declared(MethodRule rule, Set<String> declared) {
        return new ResolvedRule(rule, false, declared, rule.options());
    }

    /**
     * A method's name with the number of its parameters, which an implementation of a generic method keeps when it
     * changes their types.
     */
    public static String signature(String method, String descriptor) {
        return method + "/" + ParameterPatterns.typeNames(descriptor).size();
    }

    @Override
    public boolean matchesAllMethods() {
        return !isNamed && rule.matchesAllMethods();
    }

    @Override
    public boolean matchesMethod(String name) {
        return rule.matchesMethod(name);
    }

    @Override
    public Set<String> methodNames() {
        return rule.methodNames();
    }

    @Override
    public boolean matches(int access, String name, String descriptor) {
        return rule.matches(access, name, descriptor)
                && (declared == null || declared.contains(signature(name, descriptor)));
    }

    @Override
    public boolean isNamed(String method) {
        return isNamed || rule.isNamed(method);
    }

    @Override
    public boolean isWhole() {
        return rule.isWhole();
    }

    @Override
    public boolean isByNames() {
        return false;
    }

    @Override
    public boolean isClass(String name) {
        return rule.isClass(name);
    }

    @Override
    public boolean isByPattern() {
        return rule.isByPattern();
    }

    @Override
    public AnnotationPattern annotation() {
        return rule.annotation();
    }

    @Override
    public MethodRule source() {
        return rule.source();
    }

    @Override
    public String toString() {
        return rule.toString();
    }
}
