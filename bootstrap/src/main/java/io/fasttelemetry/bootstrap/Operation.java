/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.bootstrap;

/** An instrumented method. Immutable; readable from every thread. */
public final class Operation {
    /** The number that woven bytecode passes to {@link ThreadState#exit}. */
    public final int id;
    /** Span name: class name without package, outer classes with dots before nested ones, dot, method name. */
    public final String spanName;
    /** Binary name of the class, dot, method name: {@code code.function.name}. */
    public final String functionName;
    /** OTLP span kind, 1 (internal) to 5. */
    public final int kind;

    Operation(int id, String spanName, String functionName, int kind) {
        this.id = id;
        this.spanName = spanName;
        this.functionName = functionName;
        this.kind = kind;
    }
}
