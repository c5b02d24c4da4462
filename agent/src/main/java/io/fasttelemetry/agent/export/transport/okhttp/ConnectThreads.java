/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export.transport.okhttp;

import java.util.concurrent.ThreadFactory;
import okhttp3.Call;

/**
 * Daemon threads on which OkHttp connects, with a stack that does not depend on {@code -Xss}. Any thread.
 *
 * <p>A call waits without a timeout for the connecting thread to report success or failure. A thread that ends by an
 * Error, in a full heap for instance, reports nothing; then the call is cancelled here. There is one call at a time.
 */
final class ConnectThreads implements ThreadFactory {
    private static final long STACK_BYTES = 512L << 10;

    private static volatile Call waiting;
    private static volatile boolean lost;

    /** Sets the call that is cancelled if a thread ends by an Error; null for none. */
    static void serve(Call call) {
        waiting = call;
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
                    Call call = waiting;
                    if (call != null) {
                        call.cancel();
                    }
                }
            }
        }
    }
}
