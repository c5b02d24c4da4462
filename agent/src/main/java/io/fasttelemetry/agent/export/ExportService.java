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

    private static final ThreadGroup THREADS = new AgentThreadGroup("fast-telemetry", new UncaughtLog());

    private final ExportLoop loop;
    private final SpanExporter exporter;
    private final Thread thread;
    private final long shutdownTimeoutMillis;
    private volatile OtherHooks otherHooks;

    private ExportService(ExportLoop loop, SpanExporter exporter, long shutdownTimeoutMillis) {
        this.loop = loop;
        this.exporter = exporter;
        this.shutdownTimeoutMillis = shutdownTimeoutMillis;
        thread = newThread(new Body(), "span-exporter");
        thread.setDaemon(true);
    }

    /**
     * Starts the export thread and registers the shutdown hook. Called once.
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
        ExportService service = new ExportService(loop, exporter, config.get(Options.SHUTDOWN_TIMEOUT_MILLIS));
        Runtime.getRuntime().addShutdownHook(newThread(new Hook(service), "span-exporter-shutdown"));
        service.thread.start();
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
     * has the rest delivered within the shutdown timeout.
     */
    private void shutDown() {
        try {
            awaitOtherHooks();
            loop.stop(System.nanoTime() + shutdownTimeoutMillis * 1_000_000L);
            thread.join(Math.max(1, shutdownTimeoutMillis));
            if (thread.isAlive()) {
                exporter.cancel();
            }
            thread.join(GRACE_MILLIS);
            if (!loop.isSummarised()) {
                // It may be held up in System.err, which can be the application's: this thread must not be as well.
                Thread last = newThread(new LastWord(loop), "span-exporter-last-word");
                last.setDaemon(true);
                last.start();
                last.join(GRACE_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the JVM is going down all the same
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
            if (!other.isAlive()) {
                Thread.sleep(1); // its turn to be started comes
            } else {
                other.join(50);
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
        Thread thread = new Thread(THREADS, work, name, 0, false);
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

    private final class Body implements Runnable {
        @Override
        public void run() {
            otherHooks = OtherHooks.find();
            loop.run();
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
