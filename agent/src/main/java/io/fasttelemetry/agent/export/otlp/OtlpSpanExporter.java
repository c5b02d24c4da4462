/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export.otlp;

import io.fasttelemetry.agent.config.AgentConfig;
import io.fasttelemetry.agent.config.Compression;
import io.fasttelemetry.agent.config.Options;
import io.fasttelemetry.agent.export.AgentThreads;
import io.fasttelemetry.agent.export.SpanExporter;
import io.fasttelemetry.agent.export.counts.DropReason;
import io.fasttelemetry.agent.export.counts.ExportCounters;
import io.fasttelemetry.agent.export.transport.FirstUse;
import io.fasttelemetry.agent.export.transport.ReloadingSender;
import io.fasttelemetry.agent.export.transport.SendSlot;
import io.fasttelemetry.agent.export.transport.SendWorker;
import io.fasttelemetry.agent.export.transport.Signal;
import io.fasttelemetry.bootstrap.SpanCollector;
import io.fasttelemetry.bootstrap.ThrownRecord;
import io.fasttelemetry.proto.FastGzipWriter;
import io.fasttelemetry.proto.GzipBuffers;
import io.fasttelemetry.proto.GzipWriter;
import io.fasttelemetry.proto.ZlibGzipWriter;
import java.util.Random;

/**
 * Exports spans to an OTLP receiver: encodes them into batches, which {@link Delivery} sends. Owned by the export
 * thread, except for {@link #cancel}.
 *
 * <p>Batches queue up within half of the byte budget; what they take is withdrawn from the span collector's buffers, so
 * both together stay within the budget. All that is needed for a span is made when the first one comes.
 */
public final class OtlpSpanExporter implements SpanExporter {
    private final AgentConfig config;
    private final RequestEncoders encoders;
    private final SpanCollector collector;
    private final ExportCounters counters;
    private final ReloadingSender sender;
    private final Random random;

    // made when there is something to encode, in this order
    private GzipWriter gzip;
    private ExportQueue queue;
    private BatchEncoder encoder;
    private Delivery delivery;

    private final GzipBuffers gzipBuffers;
    private long withdrawnBytes;

    /** @param random for the jitter of retries */
    public OtlpSpanExporter(
            AgentConfig config,
            RequestEncoders encoders,
            ReloadingSender sender,
            SpanCollector collector,
            ExportCounters counters,
            Random random) {
        this.config = config;
        this.encoders = encoders;
        this.sender = sender;
        this.collector = collector;
        this.counters = counters;
        this.random = random;
        this.gzipBuffers = config.get(Options.COMPRESSION) == Compression.ZLIB ? new GzipBuffers() : null;
    }

    @Override
    public void initialise() {
        if (FirstUse.isRefused()) {
            return; // prepare tries again
        }
        try {
            FragileClasses.initialise();
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("the agent's jar is damaged", e);
        }
    }

    @Override
    public void prepare() {
        if (delivery == null) {
            if (FirstUse.isRefused()) { // classes of the JDK, and of the encoder, would be lost for good
                throw new SecurityException("not sent yet: ".concat(FirstUse.REFUSED));
            }
            initialise();
            prepare(new Workers(sender, collector), new ExportClock());
        }
    }

    void prepare(InFlight.Slots slots, ExportClock clock) {
        if (gzip == null) {
            gzip = newGzipWriter();
        }
        ExportQueue batches = new ExportQueue(config.get(Options.BUFFER_BYTES) / 2);
        DropAttributes drops = new DropAttributes(collector, counters);
        BatchEncoder batchEncoder = new BatchEncoder(
                encoders.newTraceEncoder(),
                gzip,
                config.get(Options.MAX_BATCH_SIZE),
                config.get(Options.BUFFER_BYTES),
                batches,
                counters,
                drops,
                config.get(Options.REDACT));
        RetryPolicy retryPolicy = new RetryPolicy(
                config.get(Options.RETRY_BASE_MILLIS) * 1_000_000L,
                config.get(Options.RETRY_MAX_MILLIS) * 1_000_000L,
                random);
        delivery = new Delivery(
                config,
                batches,
                batchEncoder,
                new BatchHalver(batches, encoders, drops, gzip),
                sender,
                new InFlight(slots, config.get(Options.CONCURRENCY)),
                retryPolicy,
                new Settlement(batches, counters, drops),
                counters,
                clock);
        queue = batches;
        encoder = batchEncoder;
    }

    /** Null for requests that are not compressed. */
    private GzipWriter newGzipWriter() {
        int thresholdBytes = config.get(Options.GZIP_THRESHOLD_BYTES).intValue();
        Compression compression = config.get(Options.COMPRESSION);
        if (compression == Compression.GZIP) {
            return new FastGzipWriter(thresholdBytes);
        }
        return compression == Compression.ZLIB ? ZlibGzipWriter.create(thresholdBytes, gzipBuffers) : null;
    }

    @Override
    public void visit(long[] records, int offset, ThrownRecord thrown, String threadName) {
        if (delivery == null) {
            try {
                prepare();
            } catch (Throwable t) {
                counters.dropped(DropReason.ERROR, 1);
                throw t;
            }
        }
        encoder.visit(records, offset, thrown, threadName);
        shareBudget();
    }

    /** Reduces the collector's budget by the size of the export queue. */
    private void shareBudget() {
        if (queue.bytes() != withdrawnBytes) {
            withdrawnBytes = queue.bytes();
            collector.limitBytes(config.get(Options.BUFFER_BYTES) - withdrawnBytes);
        }
    }

    @Override
    public boolean hasRoom() {
        return delivery == null || queue.hasRoom();
    }

    @Override
    public void flush() {
        if (delivery != null) {
            delivery.flush();
        }
    }

    @Override
    public long nanosUntilDue() {
        return delivery == null ? Long.MAX_VALUE : delivery.nanosUntilDue();
    }

    @Override
    public boolean isUrgent() {
        return delivery != null && delivery.isUrgent();
    }

    @Override
    public void deliver() {
        if (delivery != null) {
            delivery.deliver();
            shareBudget();
        }
        sender.recycle();
    }

    @Override
    public void deliverNow() {
        if (delivery != null) {
            delivery.deliverNow();
            shareBudget();
        }
    }

    @Override
    public void beginFinish(long deadlineNanos) {
        if (delivery != null) {
            delivery.beginFinish(deadlineNanos);
        }
    }

    @Override
    public void finish(long deadlineNanos) {
        if (delivery != null) {
            delivery.finish(deadlineNanos);
            shareBudget();
        }
    }

    @Override
    public void cancel() {
        sender.cancel(Signal.TRACES);
        sender.cancel(Signal.METRICS);
    }

    @Override
    public long queuedCount() {
        return delivery == null ? 0 : queue.spanCount() + encoder.openCount();
    }

    /** Makes the workers, whose results wake the export thread. */
    private static final class Workers implements InFlight.Slots, Runnable {
        private final ReloadingSender sender;
        private final SpanCollector collector;
        private final AgentThreads threads = new AgentThreads();

        Workers(ReloadingSender sender, SpanCollector collector) {
            this.sender = sender;
            this.collector = collector;
        }

        @Override
        public SendSlot newSlot() {
            return new SendWorker(sender, threads, this);
        }

        @Override
        public void run() {
            collector.wake();
        }
    }
}
