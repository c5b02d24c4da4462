/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.rules;

/**
 * Selects methods by patterns: {@code public @com.acme.Timed com.acme.*Service#find*(String, int)}. Immutable; any
 * thread.
 */
public final class PatternRule extends MethodRule {
    /** Access of a method: the flags of the JVM, or {@link #ANY_ACCESS}. */
    static final int PUBLIC = 1;

    static final int PRIVATE = 2;
    static final int PROTECTED = 4;
    static final int ANY_ACCESS = 0;

    private static final int SYNTHETIC = 0x1000;

    private final Glob classes;
    /** Null unless a dot can stand for the {@code $} of a nested class. */
    private final Glob nestedClasses;
    /** Null for all methods. */
    private final Glob method;
    /** Null for any parameters. */
    private final ParameterPatterns parameters;

    private final AnnotationPattern annotation;
    private final int access;
    private final boolean isDefault;

    private PatternRule(Builder from) {
        super(from.className, null, from.isExclude, from.coversSubtypes, from.options);
        classes = Glob.of(from.className.replace('.', '/'));
        String nested = ClassNames.nested(from.className);
        nestedClasses = nested == null ? null : Glob.of(nested.replace('.', '/'));
        method = from.method == null || from.method.equals("*") ? null : Glob.of(from.method);
        parameters = from.parameters;
        annotation = from.annotation;
        access = from.access;
        isDefault = from.isDefault;
    }

    @Override
    public boolean matchesClass(String internalName) {
        return classes.matches(internalName) || (nestedClasses != null && nestedClasses.matches(internalName));
    }

    /** Whether the rule is for all classes. */
    public boolean isForAnyClass() {
        return classes.matchesAll();
    }

    @Override
    public boolean isForOneClass() {
        return classes.isExact();
    }

    @Override
    public boolean isClass(String name) {
        return classes.isExact() && super.isClass(name);
    }

    /** The method's name if the rule has one without wildcards, or null. */
    public String methodName() {
        return method != null && method.isExact() ? method.toString() : null;
    }

    @Override
    public boolean matchesAllMethods() {
        return method == null || !method.isExact();
    }

    @Override
    public boolean matchesMethod(String name) {
        return method == null || method.matches(name);
    }

    @Override
    public boolean matches(int flags, String name, String descriptor) {
        return (access == ANY_ACCESS || (flags & access) != 0)
                && matchesMethod(name)
                && (parameters == null || parameters.matches(descriptor))
                && ((flags & SYNTHETIC) == 0 || isNamed(name));
    }

    /** Also true for the body of a lambda under a pattern that begins with {@code lambda$}. */
    @Override
    public boolean isNamed(String name) {
        return method != null && (method.isExact() || method.prefix().startsWith("lambda$"));
    }

    @Override
    public boolean isByNames() {
        return false;
    }

    @Override
    public boolean isByPattern() {
        return true;
    }

    @Override
    public boolean isDefault() {
        return isDefault;
    }

    @Override
    public AnnotationPattern annotation() {
        return annotation;
    }

    @Override
    PatternRule as(boolean exclude, boolean subtypes, SpanOptions spanOptions) {
        Builder copy = new Builder(className());
        copy.method = method == null ? null : method.toString();
        copy.parameters = parameters;
        copy.annotation = annotation;
        copy.access = access;
        copy.isDefault = isDefault;
        copy.isExclude = exclude;
        copy.coversSubtypes = subtypes;
        copy.options = spanOptions;
        return copy.build();
    }

    @Override
    public String toString() {
        String selector = access == ANY_ACCESS ? "" : access == PUBLIC ? "public " : "private ";
        if (access == PROTECTED) {
            selector = "protected ";
        }
        if (annotation != null) {
            selector = selector + annotation + " ";
        }
        if (annotation == null || !classes.matchesAll() || method != null || parameters != null) {
            selector = selector + className();
            if (method != null || parameters != null || isForOneClass()) {
                selector = selector + "#" + (method == null ? "*" : method) + (parameters == null ? "" : parameters);
            }
        }
        return decorated(selector.trim(), coversSubtypes());
    }

    /** Collects the parts of a rule. For one thread. */
    static final class Builder {
        private final String className;
        String method;
        ParameterPatterns parameters;
        AnnotationPattern annotation;
        int access;
        boolean isExclude;
        boolean coversSubtypes;
        boolean isDefault;
        SpanOptions options;

        Builder(String className) {
            this.className = className;
        }

        PatternRule build() {
            return new PatternRule(this);
        }
    }
}
