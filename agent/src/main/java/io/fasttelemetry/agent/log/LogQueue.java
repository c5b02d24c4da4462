/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.log;

import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Lines of threads that must not write: on a thread that loads a class the application may hold a lock that whoever
 * writes to {@code System.err} waits for.
 *
 * <p>Any thread adds and any takes; lock-free. <b>When full</b> a line is counted instead of kept.
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

    /** Takes all there is, oldest first, and a last line about those that found no room; empty most of the time. */
    ArrayDeque<String> takeAll() {
        ArrayDeque<String> taken = new ArrayDeque<>();
        for (Line line = newest.getAndSet(NONE); line != NONE; line = line.before) {
            taken.addFirst(line.message);
        }
        int lost = lostCount.getAndSet(0);
        if (lost > 0) {
            taken.addLast(lost + " more lines found no room in the queue");
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
