/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export.transport.okhttp;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.internal.concurrent.TaskRunner;
import okhttp3.internal.connection.ConnectionListener;

/**
 * Makes a pool that has no cleanup thread. OkHttp would wake that thread after every request, only
 * to find that the connection has not been idle for long; here {@link OkHttpSender#recycle} closes it.
 */
final class QuietPool {
    private QuietPool() {}

    /** @param count connections that are kept while idle */
    static ConnectionPool create(int count) {
        TaskRunner idle = new TaskRunner(new NoThreads(), TaskRunner.INSTANCE.getLogger$okhttp());
        return new ConnectionPool(count, 5, TimeUnit.MINUTES, idle, ConnectionListener.Companion.getNONE());
    }

    /** Takes tasks and never runs them. */
    private static final class NoThreads implements TaskRunner.Backend {
        @Override
        public long nanoTime() {
            return System.nanoTime();
        }

        @Override
        public <T> BlockingQueue<T> decorate(BlockingQueue<T> queue) {
            return queue;
        }

        @Override
        public void execute(TaskRunner runner, Runnable work) {}

        @Override
        public void coordinatorNotify(TaskRunner runner) {}

        @Override
        public void coordinatorWait(TaskRunner runner, long nanos) {}
    }
}
