/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.bootstrap;

/** An instrumented method. Immutable; readable from every thread. */
public final class Operation {
    /** The number that woven bytecode passes to {@link ThreadState#exit}. */
    public final int id;
    /**
     * Span name: the one that a rule gives it, or the class name without package, outer classes with dots before nested
     * ones, dot, method name.
     */
    public final String spanName;
    /** Binary name of the class, dot, method name: {@code code.function.name}. */
    public final String functionName;
    /** OTLP span kind, 1 (internal) to 5. */
    public final int kind;
    /** Keys and values of constant attributes in turn; not to be changed. */
    public final String[] attributes;
    /** Keys of the attributes whose values woven code captures, by index; empty if there are none. */
    final String[] attributeKeys;
    /** Limits of its spans; null if there are none. */
    final SpanLimit limit;

    Operation(
            int id,
            String spanName,
            String functionName,
            int kind,
            String[] attributes,
            String[] attributeKeys,
            SpanLimit limit) {
        this.id = id;
        this.spanName = spanName;
        this.functionName = functionName;
        this.kind = kind;
        this.attributes = attributes;
        this.attributeKeys = attributeKeys;
        this.limit = limit;
    }

    /** Whether woven code has to ask for the limits of its spans. */
    public boolean isLimited() {
        return limit != null;
    }

    /** The number of attributes whose values woven code captures. */
    public int attributeCount() {
        return attributeKeys.length;
    }

    /** The key of a captured attribute. */
    public String attributeKey(int index) {
        return attributeKeys[index];
    }
}
