/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.bootstrap;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** Runs bodies on fresh threads, since a thread keeps the collector it first recorded into. */
final class Threads {
    interface Body {
        void run() throws Throwable;
    }

    private Threads() {}

    static void inFresh(Body body) {
        inFresh(1, index -> body.run(), 0);
    }

    interface IndexedBody {
        void run(int index) throws Throwable;
    }

    /** Runs {@code count} threads to their end and throws what the first failing one threw. */
    static void inFresh(int count, IndexedBody body, long stackBytes) {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int index = i;
            threads.add(start(
                    () -> {
                        try {
                            body.run(index);
                        } catch (Throwable t) {
                            failure.compareAndSet(null, t);
                        }
                    },
                    stackBytes));
        }
        threads.forEach(Threads::join);
        if (failure.get() != null) {
            throw new AssertionError(failure.get());
        }
    }

    static Thread start(Runnable body, long stackBytes) {
        Thread thread = new Thread(null, body, "fresh", stackBytes);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** For loops that poll another thread. */
    @SuppressWarnings("ThreadPriorityCheck") // few processors: spinning would keep the other thread from running
    static void pause() {
        Thread.yield();
    }
}
