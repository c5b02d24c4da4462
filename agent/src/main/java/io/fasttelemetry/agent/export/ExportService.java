/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export;

import io.fasttelemetry.agent.config.AgentConfig;
import io.fasttelemetry.agent.config.Options;
import io.fasttelemetry.agent.export.counts.ExportCounters;
import io.fasttelemetry.agent.export.counts.SelfMetrics;
import io.fasttelemetry.agent.export.counts.StatusBoard;
import io.fasttelemetry.bootstrap.AgentThreadGroup;
import io.fasttelemetry.bootstrap.SpanCollector;

/**
 * Starts the export thread and sees to its end.
 *
 * <p>The thread is a daemon, belongs to a group of the agent's own, and inherits neither class loader nor thread-locals
 * from the application's threads; so do the threads that the HTTP client starts from it.
 */
public final class ExportService {
    /** Time beyond the deadline for the export thread to say what happened. */
    private static final long GRACE_MILLIS = 100;

    /** Stack of each thread: what {@code -Xss} gives may be too little for TLS, and nobody tunes it for the agent. */
    private static final long STACK_BYTES = 1L << 20;

    private static final ThreadGroup THREADS = new AgentThreadGroup("fast-telemetry", new UncaughtLog());

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
        thread = newThread(new Running(), "span-exporter");
        thread.setDaemon(true);
    }

    /**
     * Starts the export thread and registers the shutdown hook. Called once. When it throws, neither is there.
     *
     * @param counters those that the exporter counts in
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
        Thread hook = newThread(new Hook(service), "span-exporter-shutdown");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            service.thread.start();
        } catch (Throwable t) {
            Runtime.getRuntime().removeShutdownHook(hook);
            throw t;
        }
        return service;
    }

    /** Has the export thread run this in each turn, on which it must not wait. Any thread; the last call counts. */
    public void everyTurn(Runnable task) {
        loop.everyTurn(task);
    }

    /** Sends what is pending now; the answer goes to the board. Any thread; returns at once. */
    public void requestFlush(String id) {
        loop.requestFlush(id);
    }

    /**
     * Runs in the shutdown hook: waits for the application's own hooks, whose spans are delivered at once, and then
     * has the rest delivered within the shutdown timeout. Never throws, and goes on to deliver whatever happens on the
     * way.
     */
    private void shutDown() {
        try {
            awaitOtherHooks();
        } catch (Throwable t) {
            // an interrupt, or a hook of the application that is not what it seems: what is there is delivered all the
            // same
        }
        try {
            long startNanos = System.nanoTime();
            loop.stop(startNanos + shutdownTimeoutMillis * 1_000_000L);
            join(startNanos, shutdownTimeoutMillis / 2);
            if (!loop.isFinishing()) {
                exporter.cancel(); // a request from before, which may never be answered: time for another is kept
            }
            join(startNanos, Math.max(1, shutdownTimeoutMillis));
            if (thread.isAlive()) {
                exporter.cancel();
            }
            join(System.nanoTime(), GRACE_MILLIS);
            if (!loop.isSummarised()) {
                // It may be held up in System.err, which can be the application's: this thread must not be as well.
                Thread last = newThread(new LastWord(loop), "span-exporter-last-word");
                last.setDaemon(true);
                last.start();
                last.join(GRACE_MILLIS);
            }
        } catch (Throwable t) {
            // no memory, say; the JVM is going down all the same
        }
    }

    /** Waits for the export thread's end, so long from then on; interrupts are the application's and end nothing. */
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
     * waits for ours, or for ever, records no spans: after the shutdown timeout without a new span this gives up.
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
                Thread.sleep(1); // its turn to be started comes
            }
            if (loop.startedCount() != started) {
                started = loop.startedCount();
                quietSinceNanos = System.nanoTime();
            }
            other = others.firstRunning();
        }
    }

    /**
     * A thread from which nothing leads to the agent's class loader: neither its class nor its context class loader.
     */
    private static Thread newThread(Runnable work, String name) {
        Thread thread = new Thread(THREADS, work, name, STACK_BYTES, false);
        thread.setContextClassLoader(ClassLoader.getPlatformClassLoader());
        return thread;
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

    /** What the export thread runs. Should it end before its time after all, whoever asks for the status is to know. */
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
