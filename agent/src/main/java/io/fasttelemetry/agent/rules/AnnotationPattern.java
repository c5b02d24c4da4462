/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.rules;

/**
 * An annotation in a rule: {@code @com.acme.Timed}, or {@code @@com.acme.Scope} for any annotation that is itself
 * annotated so. Immutable; any thread.
 */
public final class AnnotationPattern {
    private final Glob name;
    private final Glob descriptor;
    private final Glob nestedDescriptor;
    private final boolean isMeta;

    AnnotationPattern(String name, boolean isMeta) {
        this.name = Glob.of(name);
        this.isMeta = isMeta;
        descriptor = Glob.of(descriptor(name));
        String nested = ClassNames.nested(name);
        nestedDescriptor = nested == null ? null : Glob.of(descriptor(nested));
    }

    private static String descriptor(String name) {
        return "L" + name.replace('.', '/') + ";";
    }

    public boolean isMeta() {
        return isMeta;
    }

    /** Whether the annotation has this type, {@code Lcom/acme/Timed;}. */
    public boolean matches(String annotationDescriptor) {
        return descriptor.matches(annotationDescriptor)
                || (nestedDescriptor != null && nestedDescriptor.matches(annotationDescriptor));
    }

    /**
     * The descriptors of which a class file must hold one; null if the pattern has wildcards or is for annotations of
     * annotations.
     */
    public String[] descriptors() {
        if (isMeta || !name.isExact()) {
            return null;
        }
        return nestedDescriptor == null
                ? new String[] {descriptor.toString()}
                : new String[] {descriptor.toString(), nestedDescriptor.toString()};
    }

    @Override
    public String toString() {
        return (isMeta ? "@@" : "@") + name;
    }
}
