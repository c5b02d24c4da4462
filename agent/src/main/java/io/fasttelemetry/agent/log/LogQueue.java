/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.log;

import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Queues log messages of threads that must not write: a thread that loads a class may hold a lock of the application
 * that writing to {@code System.err} would wait for.
 *
 * <p>Any thread adds and any takes; lock-free. <b>When full</b> a message is counted and dropped.
 */
final class LogQueue {
    static final int MAX_LINES = 64;
    private static final Line NONE = new Line("", null, 0);

    private final AtomicReference<Line> newest = new AtomicReference<>(NONE);
    private final AtomicInteger lostCount = new AtomicInteger();

    void add(String message) {
        for (; ; ) {
            Line before = newest.get();
            if (before.count == MAX_LINES) {
                lostCount.getAndIncrement();
                return;
            }
            if (newest.compareAndSet(before, new Line(message, before, before.count + 1))) {
                return;
            }
        }
    }

    /** Takes all messages, oldest first, and adds one with the number of those dropped, if any. Usually empty. */
    ArrayDeque<String> takeAll() {
        ArrayDeque<String> taken = new ArrayDeque<>();
        for (Line line = newest.getAndSet(NONE); line != NONE; line = line.before) {
            taken.addFirst(line.message);
        }
        int lost = lostCount.getAndSet(0);
        if (lost > 0) {
            taken.addLast(lost + " more log messages did not fit into the queue");
        }
        return taken;
    }

    boolean isEmpty() {
        return newest.get() == NONE;
    }

    private static final class Line {
        final String message;
        final Line before;
        final int count;

        Line(String message, Line before, int count) {
            this.message = message;
            this.before = before;
            this.count = count;
        }
    }
}
