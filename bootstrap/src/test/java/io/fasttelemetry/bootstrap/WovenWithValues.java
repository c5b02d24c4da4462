/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.bootstrap;

import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What the weaver puts around a method with captured attributes, written by hand. */
final class WovenWithValues {
    private static final ThreadLocal<Long> SPAN = new ThreadLocal<>();

    private WovenWithValues() {}

    /** The id of the span for which the values are being captured. */
    static long span() {
        return SPAN.get();
    }

    static void run(Supplier<ThreadState> enter, int operationId, Consumer<ThreadState> captures, Runnable body) {
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
                if (state.sampled && span != parent) {
                    SPAN.set(span);
                    captures.accept(state);
                }
                ThreadState.exitWithValues(state, operationId, span, parent, start, thrown);
            } catch (Throwable t) {
                ThreadState.errorCount += state.weight;
            }
        }
    }

    /** Recursion to the end of the stack, from varying depths; each span captures its own id and a text. */
    static void overflow(ThreadState state, int times, Runnable after) {
        Random random = new Random(times);
        for (int i = 0; i < times; i++) {
            try {
                shift(state, random.nextInt(64));
                throw new AssertionError("no overflow");
            } catch (StackOverflowError e) {
                // as wanted
            }
            after.run();
        }
    }

    private static void shift(ThreadState state, int frames) {
        if (frames > 0) {
            shift(state, frames - 1);
        } else {
            recurse(state);
        }
    }

    @SuppressWarnings("InfiniteRecursion") // that is the point
    private static void recurse(ThreadState thread) {
        ThreadState state;
        try {
            state = thread.begin();
        } catch (Throwable t) {
            state = ThreadState.OFF;
        }
        long parent = state.parentSpanId;
        long span = state.spanId;
        long start = state.startNanos;
        Throwable thrown = null;
        try {
            recurse(thread);
        } catch (Throwable t) {
            thrown = t;
            throw t;
        } finally {
            state.spanId = parent;
            try {
                if (state.sampled && span != parent) {
                    ThreadState.capture(state, span, 0, span);
                    ThreadState.capture(state, span, 1, "x".repeat((int) (span & 63)));
                }
                ThreadState.exitWithValues(state, 1, span, parent, start, thrown);
            } catch (Throwable t) {
                ThreadState.errorCount += state.weight;
            }
        }
    }
}
