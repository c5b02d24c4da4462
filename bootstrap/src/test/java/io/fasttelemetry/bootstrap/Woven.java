/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.bootstrap;

import java.util.function.Supplier;

/** What the weaver puts around a method, written by hand. */
final class Woven {
    private Woven() {}

    static void run(int operationId, Runnable body) {
        run(ThreadState::enter, operationId, body);
    }

    /** With another way to enter: as in woven code, between it and the protected part there is no call. */
    static void run(Supplier<ThreadState> enter, int operationId, Runnable body) {
        ThreadState state = enter.get();
        long parent = state.parentSpanId;
        long span = state.spanId;
        long start = state.startNanos;
        Throwable thrown = null;
        try {
            body.run();
        } catch (Throwable t) {
            thrown = t;
            throw t;
        } finally {
            state.spanId = parent;
            try {
                ThreadState.exit(state, operationId, span, parent, start, thrown);
            } catch (Throwable t) {
                ThreadState.errorCount += state.weight;
            }
        }
    }
}
