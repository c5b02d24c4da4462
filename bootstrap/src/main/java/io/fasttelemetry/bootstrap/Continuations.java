/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.bootstrap;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Trace context of JDK continuations ({@code jdk.internal.vm.Continuation}, from 19 on) that an application runs
 * itself, on platform threads. A continuation can be suspended in the middle of a span and resumed on another thread,
 * so its spans belong to it and not to the thread: each has a state of its own, which no two threads use at once, and
 * its outermost span begins a trace.
 *
 * <p>Virtual threads are built on continuations but have thread-locals of their own, so they need none of this.
 *
 * <p><b>In use</b> only if {@code jdk.internal.vm} is exported to a module of the application; otherwise {@link
 * #IN_USE} is a constant false and the compiler removes the code. Decided when the first method is woven, after the
 * launcher has read the main jar's {@code Add-Exports}; later exports go unnoticed.
 */
final class Continuations {
    private static final String PACKAGE = "jdk.internal.vm";

    /** The offset of a thread's innermost continuation; -1 if continuations are not in use. */
    private static final long MOUNTED = isExported() ? ThreadFields.offset("cont") : -1;

    static final boolean IN_USE = MOUNTED >= 0;

    private static final ConcurrentHashMap<Object, ThreadState> STATES = new ConcurrentHashMap<>();
    private static final ReferenceQueue<Object> UNREACHABLE = new ReferenceQueue<>();

    private Continuations() {}

    /** Makes the decision, unless it was made, by running the class's initialiser. */
    static void prepare() {
        // done by the initialiser
    }

    /**
     * The state of the continuation that is mounted on the calling thread; if there is none, the given state of the
     * thread.
     */
    static ThreadState state(ThreadState ofThread) {
        Object mounted = ThreadFields.continuation(Thread.currentThread(), MOUNTED);
        return mounted == null ? ofThread : state(mounted, ofThread);
    }

    static ThreadState state(Object continuation, ThreadState ofThread) {
        ThreadState known = STATES.get(new Probe(continuation));
        if (known != null) {
            return known;
        }
        for (Reference<?> gone = UNREACHABLE.poll(); gone != null; gone = UNREACHABLE.poll()) {
            STATES.remove(gone);
        }
        ThreadState fresh = new ThreadState(ofThread.shared, ofThread.thread, false);
        STATES.put(new Key(continuation), fresh); // no other thread runs it now
        return fresh;
    }

    static int stateCount() {
        return STATES.size();
    }

    private static boolean isExported() {
        try {
            Module base = Object.class.getModule();
            ClassLoader system = ClassLoader.getSystemClassLoader();
            if (base.isExported(PACKAGE, system.getUnnamedModule())) {
                return true;
            }
            for (Module module : ModuleLayer.boot().modules()) {
                String name = module.getName();
                boolean ofTheJdk = name.startsWith("java.") || name.startsWith("jdk.");
                if (!ofTheJdk && base.isExported(PACKAGE, module)) {
                    return true;
                }
            }
        } catch (Throwable t) {
            // not to be found out on this JVM
        }
        return false;
    }

    /** Key for looking up a continuation by identity; its own {@code equals} would be the application's code. */
    private static final class Probe {
        private final Object continuation;

        Probe(Object continuation) {
            this.continuation = continuation;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(continuation);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Key && ((Key) other).get() == continuation;
        }
    }

    /** Weak key of a continuation, equal only to itself. */
    private static final class Key extends WeakReference<Object> {
        private final int hash;

        Key(Object continuation) {
            super(continuation, UNREACHABLE);
            hash = System.identityHashCode(continuation);
        }

        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        public boolean equals(Object other) {
            return this == other;
        }
    }
}
