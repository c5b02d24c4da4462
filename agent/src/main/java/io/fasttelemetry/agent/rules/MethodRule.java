/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.rules;

import java.util.Collections;
import java.util.Set;

/**
 * Selects methods of one class and its subtypes: some by name, with all their overloads, or all. {@link PatternRule}
 * selects by more than names. Immutable; any thread.
 */
public class MethodRule {
    private final String className;
    /** Null for all methods. */
    private final Set<String> methodNames;

    private final boolean isExclude;
    private final boolean coversSubtypes;
    private final SpanOptions options;
    private final boolean isWhole;

    MethodRule(
            String className, Set<String> methodNames, boolean isExclude, boolean coversSubtypes, SpanOptions options) {
        this(className, methodNames, isExclude, coversSubtypes, options, false);
    }

    private MethodRule(
            String className,
            Set<String> methodNames,
            boolean isExclude,
            boolean coversSubtypes,
            SpanOptions options,
            boolean isWhole) {
        this.isWhole = isWhole;
        this.className = className;
        this.methodNames = methodNames;
        this.isExclude = isExclude;
        this.coversSubtypes = coversSubtypes;
        this.options = options;
    }

    static MethodRule allOf(String className) {
        return new MethodRule(className, null, false, true, null);
    }

    /** All methods, also those that a star leaves out although somebody may have written them. */
    static MethodRule whole(String className) {
        return new MethodRule(className, null, false, true, null, true);
    }

    /** @param methodNames not to be changed any more; copying them would double the time of reading rules */
    static MethodRule of(String className, Set<String> methodNames) {
        return new MethodRule(className, Collections.unmodifiableSet(methodNames), false, true, null);
    }

    /** This rule with other properties. */
    MethodRule as(boolean exclude, boolean subtypes, SpanOptions spanOptions) {
        return new MethodRule(className, methodNames, exclude, subtypes, spanOptions, isWhole);
    }

    /**
     * The name as {@code Class.getName} gives it: dots, and {@code $} before a nested class; or the pattern of class
     * names.
     */
    public String className() {
        return className;
    }

    /**
     * The name with {@code $} instead of each dot after the first part that begins with a capital letter, {@code
     * com.acme.Outer.Inner} for instance; null if there is no such dot.
     */
    public String nestedClassName() {
        return ClassNames.nested(className);
    }

    /** Whether this is the name of the rule's class, with dots. */
    public boolean isClass(String name) {
        return className.equals(name) || (name.indexOf('$') > 0 && name.equals(nestedClassName()));
    }

    /** Whether any method can be selected, so that the rule names none of them. */
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

    /** Whether the rule matches a method, apart from its {@link #annotation}. */
    public boolean matches(int access, String name, String descriptor) {
        return matchesMethod(name);
    }

    /** Whether the rule names the method, so that it is not left out as an accessor or as generated. */
    public boolean isNamed(String method) {
        return methodNames != null && methodNames.contains(method);
    }

    /** Whether the class is one of the rule's, by its internal name. */
    public boolean matchesClass(String internalName) {
        return isClass(internalName.replace('/', '.'));
    }

    /** Whether the rule names one class. */
    public boolean isForOneClass() {
        return true;
    }

    /** Whether this is a {@link PatternRule}. */
    public boolean isByPattern() {
        return false;
    }

    /** Whether no user wrote the rule. */
    public boolean isDefault() {
        return false;
    }

    /** Whether the rule is for accessors and methods of every object as well, although it does not name them. */
    public boolean isWhole() {
        return isWhole;
    }

    /** Whether names of methods alone decide. */
    public boolean isByNames() {
        return methodNames != null && !isExclude;
    }

    /** Whether the methods are not to become spans, whatever other rules say. */
    public boolean isExclude() {
        return isExclude;
    }

    /** Whether the rule is for subtypes of its classes as well. */
    public boolean coversSubtypes() {
        return coversSubtypes;
    }

    /** Options for the spans; null for none. */
    public SpanOptions options() {
        return options;
    }

    /** The annotation that a method or its class must have; null if none is required. */
    public AnnotationPattern annotation() {
        return null;
    }

    /** The rule that the user wrote, of which this may be a part. */
    public MethodRule source() {
        return this;
    }

    @Override
    public String toString() {
        String methods = methodNames == null ? "*" : String.join(",", methodNames);
        return decorated(isWhole ? className : className + "[" + methods + "]", isExclude && coversSubtypes);
    }

    final String decorated(String selector, boolean plus) {
        return (isExclude ? "!" : "") + (plus ? "+" : "") + selector + (options == null ? "" : options.toString());
    }
}
