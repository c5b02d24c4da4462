/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.bootstrap;

import java.util.concurrent.CountDownLatch;

/** A thread with a buffer of its own that is alive until told otherwise; the test offers in its name. */
final class LiveThread implements AutoCloseable {
    private final CountDownLatch end = new CountDownLatch(1);
    private final Thread thread;
    ThreadState state;
    OwnedBuffer buffer;
    long number;

    LiveThread(SpanCollector collector, String name) {
        thread = new Thread(this::live, name);
        thread.setDaemon(true);
        thread.start();
        state = new ThreadState(collector.sharedBuffer(0), thread, true);
        buffer = new OwnedBuffer(collector, thread, state);
        state.owned = buffer;
        collector.register(buffer);
    }

    long id() {
        return state.threadId;
    }

    void rename(String name) {
        thread.setName(name);
    }

    private void live() {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        end.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
