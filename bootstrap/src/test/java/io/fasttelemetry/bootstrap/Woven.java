/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.bootstrap;

import java.util.function.Supplier;

/** What the weaver puts around a method, written by hand. */
final class Woven {
    // Constants, so that they are linked before a stack ends.
    private static final Captures NOTHING = (state, span) -> {};
    private static final Exit PLAIN =
            (state, id, span, parent, start, mark, thrown) -> ThreadState.exit(state, id, span, parent, start, thrown);
    private static final Exit WITH_VALUES = (state, id, span, parent, start, mark, thrown) ->
            ThreadState.exitWithValues(state, id, span, parent, start, thrown);
    private static final Exit LIMITED = ThreadState::exitLimited;

    private Woven() {}

    /** Captures values for a span that is about to end. */
    interface Captures {
        void capture(ThreadState state, long span);
    }

    /** One of the exits of {@link ThreadState}; all but one do not need the mark. */
    private interface Exit {
        void exit(ThreadState state, int operationId, long span, long parent, long start, long mark, Throwable thrown);
    }

    static void run(int operationId, Runnable body) {
        run(ThreadState::enter, operationId, body);
    }

    /** With another way to enter: as in woven code, between it and the protected part there is no call. */
    static void run(Supplier<ThreadState> enter, int operationId, Runnable body) {
        run(enter, operationId, NOTHING, PLAIN, body);
    }

    /** As for a method with captured attributes. */
    static void runCapturing(Supplier<ThreadState> enter, int operationId, Captures captures, Runnable body) {
        run(enter, operationId, captures, WITH_VALUES, body);
    }

    /** As for a method of an operation with a limit. */
    static void runLimited(Supplier<ThreadState> enter, int operationId, Captures captures, Runnable body) {
        run(enter, operationId, captures, LIMITED, body);
    }

    private static void run(Supplier<ThreadState> enter, int operationId, Captures captures, Exit exit, Runnable body) {
        ThreadState state = enter.get();
        long parent = state.parentSpanId;
        long span = state.spanId;
        long start = state.startNanos;
        long mark = state.publishedMark;
        Throwable thrown = null;
        try {
            body.run();
        } catch (Throwable t) {
            thrown = t;
            throw t;
        } finally {
            state.spanId = parent;
            try {
                if (state.sampled && span != parent) {
                    captures.capture(state, span);
                }
                exit.exit(state, operationId, span, parent, start, mark, thrown);
            } catch (Throwable t) {
                ThreadState.errorCount += state.weight;
            }
        }
    }
}
