/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export.transport.okhttp;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.internal.concurrent.TaskRunner;
import okhttp3.internal.connection.ConnectionListener;

/**
 * A pool for one connection without a thread to look after it. OkHttp would wake that thread after every request, to
 * find that the connection is not idle for long; here {@link OkHttpSender#recycle} ends its life.
 */
final class QuietPool {
    private QuietPool() {}

    static ConnectionPool create() {
        TaskRunner idle = new TaskRunner(new NoThreads(), TaskRunner.INSTANCE.getLogger$okhttp());
        return new ConnectionPool(1, 5, TimeUnit.MINUTES, idle, ConnectionListener.Companion.getNONE());
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
