/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.instrument.advice;

import io.fasttelemetry.bootstrap.ThreadState;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import net.bytebuddy.asm.Advice;

/**
 * The span around a method. Byte Buddy copies the code of both methods into each traced one, so nothing here is ever
 * called, and nothing may be used that the application's classes cannot link: {@link ThreadState} and Throwable.
 *
 * <p>{@link ThreadState#enter} never throws. The exit must not either, and restores the parent before anything that can
 * fail: at the end of the stack no call succeeds.
 */
final class SpanAdvice {
    /** Marks the parameter that stands for the id of the traced method's operation, a constant. */
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.PARAMETER)
    @interface OperationId {}

    private SpanAdvice() {}

    @Advice.OnMethodEnter
    @SuppressWarnings({"UnusedVariable", "ParameterAssigned"}) // parameters are local variables of the traced method
    static ThreadState enter(
            @Advice.Local("parent") long parent, @Advice.Local("span") long span, @Advice.Local("start") long start) {
        ThreadState state = ThreadState.enter();
        parent = state.parentSpanId;
        span = state.spanId;
        start = state.startNanos;
        return state;
    }

    @Advice.OnMethodExit(onThrowable = Throwable.class)
    static void exit(
            @Advice.Enter ThreadState state,
            @OperationId int operationId,
            @Advice.Local("parent") long parent,
            @Advice.Local("span") long span,
            @Advice.Local("start") long start,
            @Advice.Thrown Throwable thrown) {
        state.spanId = parent;
        try {
            ThreadState.exit(state, operationId, span, parent, start, thrown);
        } catch (Throwable t) {
            ThreadState.errorCount += state.weight;
        }
    }
}
