/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export.transport.okhttp;

import java.util.concurrent.ThreadFactory;

/**
 * Daemon threads on which OkHttp connects, with a stack that does not depend on {@code -Xss}. Any thread.
 *
 * <p>A call waits without a timeout for the connecting thread to report success or failure. A thread that ends by an
 * Error, in a full heap for instance, reports nothing; then all calls are cancelled here, since nobody knows whose
 * thread it was.
 */
final class ConnectThreads implements ThreadFactory {
    private static final long STACK_BYTES = 512L << 10;

    private static final OpenCalls WAITING = new OpenCalls();
    private static volatile boolean lost;

    /** Adds a call that is cancelled if a thread ends by an Error. */
    static void serve(OpenCalls.OpenCall call) {
        WAITING.add(call);
    }

    /** Ends what {@link #serve} began. */
    static void leave(OpenCalls.OpenCall call) {
        WAITING.remove(call);
    }

    /** Whether a thread has ended by an Error since the last call of this method. */
    static boolean takeLost() {
        boolean was = lost;
        lost = false;
        return was;
    }

    @Override
    public Thread newThread(Runnable work) {
        Thread thread = new Thread(null, new Body(work), "OkHttp TaskRunner", STACK_BYTES, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(Thread.currentThread().getContextClassLoader());
        return thread;
    }

    private static final class Body implements Runnable {
        private final Runnable work;

        Body(Runnable work) {
            this.work = work;
        }

        @Override
        public void run() {
            boolean returned = false;
            try {
                work.run();
                returned = true;
            } finally {
                if (!returned) {
                    lost = true;
                    WAITING.cancelAll();
                }
            }
        }
    }
}
