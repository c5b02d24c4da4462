/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export.transport.okhttp;

import java.util.concurrent.ThreadFactory;

/** Daemon threads on which OkHttp connects, with a stack that does not depend on {@code -Xss}. Any thread. */
final class ConnectThreads implements ThreadFactory {
    private static final long STACK_BYTES = 512L << 10;

    @Override
    public Thread newThread(Runnable work) {
        Thread thread = new Thread(null, work, "OkHttp TaskRunner", STACK_BYTES, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(Thread.currentThread().getContextClassLoader());
        return thread;
    }
}
