/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export;

import io.fasttelemetry.bootstrap.AgentThreadGroup;
import io.fasttelemetry.bootstrap.Tracer;
import java.util.concurrent.ThreadFactory;

/**
 * Makes the agent's threads. They belong to a group of the agent's own, have a stack of their own size, and inherit
 * neither class loader nor thread-locals from the application's threads; so do the threads that the HTTP client starts
 * from them. As a factory it makes the daemon threads that send requests. Any thread.
 */
public final class AgentThreads implements ThreadFactory {
    /** Stack size of each thread; {@code -Xss} is chosen for the application and may be too small for TLS. */
    private static final long STACK_BYTES = 1L << 20;

    private static final ThreadGroup THREADS = new AgentThreadGroup("fast-telemetry", new UncaughtLog());

    @Override
    public Thread newThread(Runnable work) {
        Thread thread = newThread(new Unrecorded(work), "span-sender");
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Makes a thread that has no reference to the agent's class loader: neither by its class nor by its context class
     * loader.
     */
    static Thread newThread(Runnable work, String name) {
        Thread thread = new Thread(THREADS, work, name, STACK_BYTES, false);
        thread.setContextClassLoader(ClassLoader.getPlatformClassLoader());
        return thread;
    }

    /** Runs work on a thread that records no spans. */
    private static final class Unrecorded implements Runnable {
        private final Runnable work;

        Unrecorded(Runnable work) {
            this.work = work;
        }

        @Override
        public void run() {
            Tracer.suppressThisThread();
            work.run();
        }
    }
}
