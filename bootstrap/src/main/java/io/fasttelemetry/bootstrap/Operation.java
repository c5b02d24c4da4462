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

    Operation(int id, String spanName, String functionName, int kind, String[] attributes) {
        this.id = id;
        this.spanName = spanName;
        this.functionName = functionName;
        this.kind = kind;
        this.attributes = attributes;
    }
}
