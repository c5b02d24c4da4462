/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.bootstrap;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Trace context of the continuations of the JDK ({@code jdk.internal.vm.Continuation}, from 19 on) that an application
 * runs by itself, on platform threads: one may be suspended in the middle of a span and resumed on another thread. Its
 * spans belong to it and not to the thread: each has a state of its own, which no two threads use at once, and its
 * outermost span begins a trace.
 *
 * <p>Virtual threads are built on the same thing but have thread-locals of their own, so they need nothing of this.
 *
 * <p><b>In use</b> is what the application can name: where {@code jdk.internal.vm} is exported to no module of its
 * own, all this is a constant that the compiler removes. Decided when the first method is woven, after the launcher
 * has read the main jar's {@code Add-Exports}; what is exported later than that goes unseen.
 */
final class Continuations {
    private static final String PACKAGE = "jdk.internal.vm";

    /** The offset of a thread's innermost continuation; -1 if that does not matter. */
    private static final long MOUNTED = isExported() ? ThreadFields.offset("cont") : -1;

    static final boolean IN_USE = MOUNTED >= 0;

    private static final ConcurrentHashMap<Object, ThreadState> STATES = new ConcurrentHashMap<>();
    private static final ReferenceQueue<Object> UNREACHABLE = new ReferenceQueue<>();

    private Continuations() {}

    /** Decides, where that has not been done. */
    static void prepare() {
        // the initialiser has done it
    }

    /**
     * The state of the continuation that is mounted on the calling thread; without one, that of the thread, which is
     * given.
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
        STATES.put(new Key(continuation), fresh); // nobody else runs it now
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
            // a JVM that does not say
        }
        return false;
    }

    /** Looks a continuation up by identity: its own {@code equals} would be the application's code. */
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

    /** Does not keep its continuation; equal to itself alone. */
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
