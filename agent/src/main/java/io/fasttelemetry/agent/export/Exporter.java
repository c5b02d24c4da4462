/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export;

import io.fasttelemetry.agent.config.AgentConfig;
import io.fasttelemetry.agent.config.ExporterKind;
import io.fasttelemetry.bootstrap.SpanCollector;
import java.util.Random;
import java.util.UUID;

/**
 * Starts the export thread and sees to its end.
 *
 * <p>The thread is a daemon, belongs to a group of the agent's own, and inherits neither class loader nor thread-locals
 * from the application's threads; so do the threads that the HTTP client starts from it.
 */
public final class Exporter {
    /** Time beyond the deadline for the export thread to say what happened. */
    private static final long GRACE_MILLIS = 100;

    private static final ThreadGroup THREADS = new AgentThreads();

    private final ExportLoop loop;
    private final SpanSink sink;
    private final Thread thread;
    private final long shutdownTimeoutMillis;
    private volatile OtherHooks otherHooks;

    private Exporter(ExportLoop loop, SpanSink sink, long shutdownTimeoutMillis) {
        this.loop = loop;
        this.sink = sink;
        this.shutdownTimeoutMillis = shutdownTimeoutMillis;
        thread = new Thread(THREADS, new Body(), "span-exporter", 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(Exporter.class.getClassLoader());
    }

    /** Starts the export thread and registers the shutdown hook. Called once. */
    public static Exporter start(
            AgentConfig config,
            SpanCollector collector,
            String version,
            long seedHigh,
            long seedLow,
            StatusBoard board) {
        ExportStats stats = new ExportStats();
        SpanSink sink = sink(config, collector, stats, version, seedHigh, seedLow);
        SelfMetrics metrics = config.metricsUrl() == null ? null : new SelfMetrics(config, (OtlpSink) sink);
        ExportLoop loop = new ExportLoop(collector, sink, stats, config.intervalMillis() * 1_000_000L, board, metrics);
        Exporter exporter = new Exporter(loop, sink, config.shutdownTimeoutMillis());
        Runtime.getRuntime().addShutdownHook(new Hook(exporter));
        exporter.thread.start();
        return exporter;
    }

    private static SpanSink sink(
            AgentConfig config,
            SpanCollector collector,
            ExportStats stats,
            String version,
            long seedHigh,
            long seedLow) {
        if (config.exporter() == ExporterKind.CONSOLE) {
            return new ConsoleSink(stats);
        }
        if (config.exporter() == ExporterKind.NONE) {
            return new DiscardingSink(stats);
        }
        // version 4, variant 1 (RFC 9562); from our own random bytes, since UUID.randomUUID starts
        // the security providers
        UUID instanceId = new UUID((seedHigh & ~0xF000L) | 0x4000L, (seedLow & ~(3L << 62)) | (2L << 62));
        return new OtlpSink(config, version, instanceId, collector, stats, new Random(seedHigh ^ seedLow));
    }

    /** Sends what is pending now; the answer goes to the board. Any thread; returns at once. */
    public void requestFlush(String id) {
        loop.requestFlush(id);
    }

    /**
     * What the hooks of the application still do is delivered too; after them, what is there,
     * within the shutdown timeout.
     */
    private void shutDown() {
        try {
            awaitOtherHooks();
            loop.stop(System.nanoTime() + shutdownTimeoutMillis * 1_000_000L);
            thread.join(Math.max(1, shutdownTimeoutMillis));
            if (thread.isAlive() && sink instanceof OtlpSink) {
                ((OtlpSink) sink).sender().cancel();
            }
            thread.join(GRACE_MILLIS);
            if (!loop.isSummarised()) {
                // It may be held up in System.err, which can be the application's: this thread must not be as well.
                Thread last = new LastWord(loop);
                last.start();
                last.join(GRACE_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the JVM is going down all the same
        }
    }

    /**
     * The JVM waits for them as well, so nothing is held up. One that waits for ours, or for ever, records no spans:
     * then the shutdown timeout is the end of it.
     */
    private void awaitOtherHooks() throws InterruptedException {
        OtherHooks others = otherHooks;
        long started = loop.startedCount();
        long quietSinceNanos = System.nanoTime();
        Thread other = others == null ? null : others.firstRunning();
        while (other != null && System.nanoTime() - quietSinceNanos < shutdownTimeoutMillis * 1_000_000L) {
            loop.linger();
            if (other.getState() == Thread.State.NEW) {
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

    private static final class LastWord extends Thread {
        private final ExportLoop loop;

        LastWord(ExportLoop loop) {
            super(THREADS, null, "span-exporter-last-word", 0, false);
            this.loop = loop;
            setDaemon(true);
            setContextClassLoader(Exporter.class.getClassLoader());
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

    private static final class Hook extends Thread {
        private final Exporter exporter;

        Hook(Exporter exporter) {
            super(THREADS, null, "span-exporter-shutdown", 0, false);
            this.exporter = exporter;
            setContextClassLoader(Exporter.class.getClassLoader());
        }

        @Override
        public void run() {
            exporter.shutDown();
        }
    }
}
