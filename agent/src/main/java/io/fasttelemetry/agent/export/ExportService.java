/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export;

import io.fasttelemetry.agent.config.AgentConfig;
import io.fasttelemetry.agent.config.Options;
import io.fasttelemetry.agent.export.counts.ExportCounters;
import io.fasttelemetry.agent.export.counts.SelfMetrics;
import io.fasttelemetry.agent.export.counts.StatusBoard;
import io.fasttelemetry.bootstrap.SpanCollector;

/**
 * Starts the export thread, and stops it at the end of the process.
 *
 * <p>The thread is a daemon.
 */
public final class ExportService {
    /** Time after the deadline in which the export thread can write the closing message. */
    private static final long GRACE_MILLIS = 100;

    private final ExportLoop loop;
    private final SpanExporter exporter;
    private final StatusBoard board;
    private final Thread thread;
    private final KeepRunning running;
    private final long shutdownTimeoutMillis;
    private volatile OtherHooks otherHooks;

    private ExportService(ExportLoop loop, SpanExporter exporter, long shutdownTimeoutMillis, StatusBoard board) {
        this.loop = loop;
        this.exporter = exporter;
        this.shutdownTimeoutMillis = shutdownTimeoutMillis;
        this.board = board;
        running = new KeepRunning(new Body());
        thread = AgentThreads.newThread(new Running(), "span-exporter");
        thread.setDaemon(true);
    }

    /**
     * Starts the export thread and registers the shutdown hook. Called once. When it throws, neither is left behind.
     *
     * @param counters the counters that the exporter updates
     * @param metrics null for none
     */
    public static ExportService start(
            AgentConfig config,
            SpanCollector collector,
            SpanExporter exporter,
            ExportCounters counters,
            SelfMetrics metrics,
            StatusBoard board) {
        ExportLoop loop = new ExportLoop(
                collector, exporter, counters, config.get(Options.INTERVAL_MILLIS) * 1_000_000L, board, metrics);
        ExportService service = new ExportService(loop, exporter, config.get(Options.SHUTDOWN_TIMEOUT_MILLIS), board);
        service.running.rehearse();
        Thread hook = AgentThreads.newThread(new Hook(service), "span-exporter-shutdown");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            service.thread.start();
        } catch (Throwable t) {
            Runtime.getRuntime().removeShutdownHook(hook);
            throw t;
        }
        return service;
    }

    /** Has the export thread run this task in each turn; the task must not block. Any thread; the last call counts. */
    public void everyTurn(Runnable task) {
        loop.everyTurn(task);
    }

    /** Has the export thread run this task once, when all is delivered, before its closing message. Any thread. */
    public void atEnd(Runnable task) {
        loop.atEnd(task);
    }

    /** Asks for what is pending now to be sent; the answer is published on the board. Any thread; returns at once. */
    public void requestFlush(String id) {
        loop.requestFlush(id);
    }

    /**
     * Runs in the shutdown hook: waits for the application's own hooks, whose spans are delivered at once, and then has
     * the rest delivered within the shutdown timeout. Never throws; a failure in one step does not keep the next from
     * running.
     */
    private void shutDown() {
        try {
            awaitOtherHooks();
        } catch (Throwable t) {
            // an interrupt, or a hook of the application whose methods throw: pending spans are delivered all the same
        }
        try {
            long startNanos = System.nanoTime();
            loop.stop(startNanos + shutdownTimeoutMillis * 1_000_000L);
            join(startNanos, shutdownTimeoutMillis / 2);
            if (!loop.isFinishing()) {
                exporter.cancel(); // a request from before the stop may never be answered; leave time for another
            }
            join(startNanos, Math.max(1, shutdownTimeoutMillis));
            if (thread.isAlive()) {
                exporter.cancel();
            }
            join(System.nanoTime(), GRACE_MILLIS);
            if (!loop.isSummarised()) {
                // The export thread may be blocked in System.err, which can be the application's; this thread must not
                // block there too.
                Thread last = AgentThreads.newThread(new LastWord(loop), "span-exporter-last-word");
                last.setDaemon(true);
                last.start();
                last.join(GRACE_MILLIS);
            }
        } catch (Throwable t) {
            // out of memory, for instance; the JVM is going down all the same
        }
    }

    /**
     * Waits for the export thread to end, up to {@code millis} after {@code sinceNanos}. Interrupts come from the
     * application and do not end the wait.
     */
    private void join(long sinceNanos, long millis) {
        long leftNanos = millis * 1_000_000L;
        while (thread.isAlive() && leftNanos > 0) {
            leftNanos = millis * 1_000_000L - (System.nanoTime() - sinceNanos);
            try {
                thread.join(Math.max(1, leftNanos / 1_000_000L));
            } catch (InterruptedException e) {
                // its flag is cleared
            }
        }
    }

    /**
     * Waits until the application's hooks have ended. The JVM waits for them too, so this delays nothing. A hook that
     * waits for this one, or for ever, records no spans; so this returns after a shutdown timeout without a new span.
     */
    private void awaitOtherHooks() throws InterruptedException {
        OtherHooks others = otherHooks;
        long started = loop.startedCount();
        long quietSinceNanos = System.nanoTime();
        Thread other = others == null ? null : others.firstRunning();
        while (other != null && System.nanoTime() - quietSinceNanos < shutdownTimeoutMillis * 1_000_000L) {
            loop.linger();
            if (other.isAlive()) {
                other.join(50);
            } else {
                Thread.sleep(1); // not started yet
            }
            if (loop.startedCount() != started) {
                started = loop.startedCount();
                quietSinceNanos = System.nanoTime();
            }
            other = others.firstRunning();
        }
    }

    private static final class LastWord implements Runnable {
        private final ExportLoop loop;

        LastWord(ExportLoop loop) {
            this.loop = loop;
        }

        @Override
        public void run() {
            loop.summarise();
        }
    }

    private final class Body implements KeepRunning.Task {
        @Override
        public void recover(Throwable failure) {
            loop.recover(failure);
        }

        @Override
        public void run() {
            if (otherHooks == null) {
                otherHooks = OtherHooks.find();
            }
            loop.run();
        }
    }

    /** Body of the export thread. If that thread ends before the shutdown, {@code status} reports it. */
    private final class Running implements Runnable {
        @Override
        public void run() {
            try {
                running.run();
            } finally {
                if (!loop.isFinishing()) {
                    board.publish(StatusBoard.STATUS, "stopped: the export thread has ended");
                }
            }
        }
    }

    private static final class Hook implements Runnable {
        private final ExportService service;

        Hook(ExportService service) {
            this.service = service;
        }

        @Override
        public void run() {
            service.shutDown();
        }
    }
}
