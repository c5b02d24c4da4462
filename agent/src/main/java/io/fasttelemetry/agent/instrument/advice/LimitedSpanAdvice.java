/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.instrument.advice;

import io.fasttelemetry.bootstrap.ThreadState;
import net.bytebuddy.asm.Advice;

/** The span around a method whose operation has limits: {@link SpanAdvice} with one more local variable. */
final class LimitedSpanAdvice {
    private LimitedSpanAdvice() {}

    @Advice.OnMethodEnter
    @SuppressWarnings({"UnusedVariable", "ParameterAssigned"}) // parameters are local variables of the traced method
    static ThreadState enter(
            @SpanAdvice.OperationId int operationId,
            @Advice.Local("parent") long parent,
            @Advice.Local("span") long span,
            @Advice.Local("start") long start,
            @Advice.Local("mark") long mark) {
        ThreadState state = ThreadState.enterLimited(operationId);
        parent = state.parentSpanId;
        span = state.spanId;
        start = state.startNanos;
        mark = state.publishedMark;
        return state;
    }

    @Advice.OnMethodExit(onThrowable = Throwable.class)
    static void exit(
            @Advice.Enter ThreadState state,
            @SpanAdvice.OperationId int operationId,
            @Advice.Local("parent") long parent,
            @Advice.Local("span") long span,
            @Advice.Local("start") long start,
            @Advice.Local("mark") long mark,
            @Advice.Thrown Throwable thrown) {
        state.spanId = parent;
        try {
            ThreadState.exitLimited(state, operationId, span, parent, start, mark, thrown);
        } catch (Throwable t) {
            ThreadState.errorCount += state.weight;
        }
    }
}
