/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.bootstrap;

/**
 * Switches recording on and off, and gives access to the calling thread's trace context. Woven code calls {@link
 * ThreadState} and not this class.
 *
 * <p>Every method may be called from every thread, never throws, never blocks and touches no object of the application
 * but a Throwable that ends a span. Before {@link #install} and on suppressed threads nothing is recorded.
 */
public final class Tracer {
    private static final CurrentThread CURRENT = new CurrentThread();
    private static volatile SpanCollector collector;

    private Tracer() {}

    /** Starts recording into a collector. Called once, before anything is woven. */
    public static void install(SpanCollector spanCollector, long seedHigh, long seedLow) {
        IdGenerator.seed(seedHigh, seedLow);
        Sampling.shedLevel = 0;
        // Initialised now: in a first span at the end of the stack that would fail, and for good.
        SpanClock.anchor();
        ThreadState.enter();
        collector = spanCollector;
    }

    /**
     * Ends recording for good, for a start that fails after classes were woven, when nothing will be exported. Threads
     * without a state record nothing from then on, and of the others no further trace is kept.
     */
    public static void uninstall() {
        collector = null;
        Sampling.keepRatio(0);
    }

    /** The state of the calling thread, made at its first span; null if nothing is to be recorded on it. */
    static ThreadState state() {
        ThreadState state = CURRENT.get();
        return state == null || Continuations.IN_USE ? unusual(state) : state;
    }

    private static ThreadState unusual(ThreadState state) {
        if (state != null) {
            return Continuations.state(state);
        }
        if (collector == null) {
            CURRENT.remove(); // otherwise the thread would keep its null when recording starts
        }
        return null;
    }

    /** Records nothing on the calling thread from now on. For the agent's own threads, after {@link #install}. */
    public static void suppressThisThread() {
        CURRENT.set(null);
    }

    /** The trace id of the calling thread's current span as 32 hexadecimal digits, or null outside of spans. */
    public static String currentTraceId() {
        ThreadState state = current();
        return state == null ? null : hex(state.traceIdHigh).concat(hex(state.traceIdLow));
    }

    /** The id of the calling thread's current span as 16 hexadecimal digits, or null outside of spans. */
    public static String currentSpanId() {
        ThreadState state = current();
        return state == null ? null : hex(state.spanId);
    }

    private static ThreadState current() {
        ThreadState state = collector == null ? null : state();
        return state == null || state.spanId == 0 ? null : state;
    }

    private static String hex(long id) {
        char[] digits = new char[16];
        for (int i = 0; i < 16; i++) {
            digits[i] = Character.forDigit((int) (id >>> (60 - 4 * i)) & 15, 16);
        }
        return new String(digits);
    }

    /** The state of each thread, made at its first span. */
    private static final class CurrentThread extends ThreadLocal<ThreadState> {
        /** Superclass of all virtual threads, from 21 on; null before. */
        private static final Class<?> VIRTUAL = find("java.lang.BaseVirtualThread");

        /**
         * Threads of the common pool, from 25 on always, before that in a JVM with a security manager. Their
         * thread-locals are erased whenever they are idle, and an owned buffer would be lost with them.
         */
        private static final Class<?> FORGETFUL =
                find("java.util.concurrent.ForkJoinWorkerThread$InnocuousForkJoinWorkerThread");

        @Override
        protected ThreadState initialValue() {
            SpanCollector target = collector;
            if (target == null) {
                return null;
            }
            Thread thread = Thread.currentThread();
            SharedBuffer shared = target.sharedBuffer(System.identityHashCode(thread));
            return is(VIRTUAL, thread) || is(FORGETFUL, thread)
                    ? new ThreadState(shared, thread, false)
                    : new ThreadState.Padded(shared, thread);
        }

        private static boolean is(Class<?> type, Thread thread) {
            return type != null && type.isInstance(thread);
        }

        private static Class<?> find(String name) {
            try {
                return Class.forName(name, false, null);
            } catch (Throwable t) {
                return null;
            }
        }
    }
}
