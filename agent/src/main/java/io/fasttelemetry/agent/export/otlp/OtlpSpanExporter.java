/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export.otlp;

import io.fasttelemetry.agent.config.AgentConfig;
import io.fasttelemetry.agent.config.Compression;
import io.fasttelemetry.agent.config.Options;
import io.fasttelemetry.agent.export.SpanExporter;
import io.fasttelemetry.agent.export.counts.DropReason;
import io.fasttelemetry.agent.export.counts.ExportCounters;
import io.fasttelemetry.agent.export.counts.SpanCounts;
import io.fasttelemetry.agent.export.transport.ReloadingSender;
import io.fasttelemetry.agent.export.transport.SendResult;
import io.fasttelemetry.agent.export.transport.Signal;
import io.fasttelemetry.agent.log.AgentLog;
import io.fasttelemetry.agent.log.LogLevel;
import io.fasttelemetry.agent.log.RateLimitedLog;
import io.fasttelemetry.bootstrap.SpanCollector;
import io.fasttelemetry.bootstrap.ThrownRecord;
import io.fasttelemetry.proto.EncodedRequest;
import io.fasttelemetry.proto.GzipWriter;
import io.fasttelemetry.proto.RequestSplitter;
import io.fasttelemetry.proto.TraceRequestEncoder;
import java.util.Random;

/**
 * Exports spans to an OTLP receiver: encodes, queues, sends, retries. Owned by the export thread, but for {@link
 * #cancel}.
 *
 * <p>A batch leaves the export queue when the receiver has it or has said that it never will; until then the same
 * bytes are sent again with growing delays. Meanwhile further batches queue up behind it, within half of the memory
 * budget; what they take is withdrawn from the span collector's buffers, so both together stay within it.
 */
public final class OtlpSpanExporter implements SpanExporter {
    private static final String TOPIC = "export";

    private final AgentConfig config;
    private final RequestEncoders encoders;
    private final SpanCollector collector;
    private final ExportCounters counters;
    private final DropAttributes drops;
    private final ExportQueue queue;
    private final RetryPolicy retryPolicy;
    private final ReloadingSender sender;
    private final RateLimitedLog log = new RateLimitedLog();

    // made when there is something to encode and to send
    private GzipWriter gzip;
    private BatchEncoder encoder;

    private final Outage outage = new Outage();
    private long retryAtNanos;
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
        this.drops = new DropAttributes(collector, counters);
        this.queue = new ExportQueue(config.get(Options.BUFFER_BYTES) / 2);
        this.retryPolicy = new RetryPolicy(
                config.get(Options.RETRY_BASE_MILLIS) * 1_000_000L,
                config.get(Options.RETRY_MAX_MILLIS) * 1_000_000L,
                random);
    }

    @Override
    public void visit(long[] records, int offset, ThrownRecord thrown, String threadName) {
        if (encoder == null) {
            makeEncoder();
        }
        encoder.visit(records, offset, thrown, threadName);
        shareBudget();
    }

    private void makeEncoder() {
        try {
            gzip = config.get(Options.COMPRESSION) == Compression.GZIP
                    ? new GzipWriter(config.get(Options.GZIP_THRESHOLD_BYTES).intValue())
                    : null;
            encoder = new BatchEncoder(
                    encoders.newTraceEncoder(),
                    gzip,
                    config.get(Options.MAX_BATCH_SIZE),
                    config.get(Options.BUFFER_BYTES),
                    queue,
                    counters,
                    drops);
        } catch (Throwable t) {
            counters.dropped(DropReason.ERROR, 1);
            throw t;
        }
    }

    /** Takes from the collector's budget what the export queue weighs, and gives it back. */
    private void shareBudget() {
        if (queue.bytes() != withdrawnBytes) {
            withdrawnBytes = queue.bytes();
            collector.limitBytes(config.get(Options.BUFFER_BYTES) - withdrawnBytes);
        }
    }

    @Override
    public boolean hasRoom() {
        return queue.hasRoom();
    }

    @Override
    public void flush() {
        if (encoder != null) {
            encoder.close();
            shareBudget();
        }
    }

    @Override
    public long nanosUntilDue() {
        if (queue.isEmpty()) {
            return Long.MAX_VALUE;
        }
        return outage.isOver() ? 0 : Math.max(0, retryAtNanos - System.nanoTime());
    }

    @Override
    public void deliver() {
        if (nanosUntilDue() == 0) {
            deliverNow();
        } else {
            sender.recycle();
        }
    }

    @Override
    public void deliverNow() {
        if (queue.isEmpty()) {
            return;
        }
        SendResult result = attempt(config.get(Options.TIMEOUT_MILLIS) * 1_000_000L);
        if (result.mayRetry()) {
            long delay = retryPolicy.delayNanos(outage.attemptCount(), result.retryAfterNanos);
            retryAtNanos = System.nanoTime() + delay;
        }
    }

    @Override
    public void finish(long deadlineNanos) {
        flush();
        sender.mayReloadNow();
        while (!queue.isEmpty()) {
            long left = deadlineNanos - System.nanoTime();
            if (left <= 0) {
                break;
            }
            long timeout = config.get(Options.TIMEOUT_MILLIS) * 1_000_000L;
            SendResult result = attempt(timeout == 0 ? left : Math.min(timeout, left));
            if (result.outcome == SendResult.Outcome.UNREACHABLE) {
                break; // nobody is there: the exit need not wait for it
            }
            if (result.mayRetry() && !pause(Math.max(100_000_000L, result.retryAfterNanos), deadlineNanos)) {
                break;
            }
        }
        counters.dropped(DropReason.SHUTDOWN, queue.spanCount());
        while (!queue.isEmpty()) {
            queue.removeFirst();
        }
    }

    /** Waits; false at once if the deadline comes first. */
    private static boolean pause(long nanos, long deadlineNanos) {
        if (System.nanoTime() + nanos - deadlineNanos > 0) {
            return false;
        }
        try {
            Thread.sleep(nanos / 1_000_000L, (int) (nanos % 1_000_000L));
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }

    /** Sends the oldest batch once and settles what can be settled. */
    private SendResult attempt(long timeoutNanos) {
        EncodedRequest batch = queue.first();
        counters.request();
        SendResult result = sender.send(Signal.TRACES, batch, timeoutNanos);
        if (result.outcome == SendResult.Outcome.DELIVERED) {
            counters.requestSucceeded();
        } else {
            counters.requestFailed(result.message);
        }
        if (result.outcome == SendResult.Outcome.DELIVERED) {
            settleDelivered(batch, result);
        } else if (result.outcome == SendResult.Outcome.TOO_LARGE && batch.spanCount() > 1) {
            TraceRequestEncoder request = encoders.newTraceEncoder();
            drops.putInto(request);
            EncodedRequest[] halves = RequestSplitter.halve(batch, request, gzip);
            queue.splitFirst(halves[0], halves[1]);
        } else if (result.mayRetry()) {
            if (outage.isOver()) {
                outage.begin(System.nanoTime(), droppedCount());
            }
            outage.failed(log.warn(
                    TOPIC,
                    "export failed and will be tried again, " + queue.spanCount() + " spans wait: " + result.message));
        } else {
            queue.removeFirst();
            counters.dropped(DropReason.REFUSED, batch.spanCount());
            log.warn(TOPIC, "receiver refused " + batch.spanCount() + " spans, which are dropped: " + result.message);
        }
        shareBudget();
        return result;
    }

    private void settleDelivered(EncodedRequest batch, SendResult result) {
        queue.removeFirst();
        long rejected = Math.min(result.rejectedCount, batch.spanCount()); // a receiver may say anything
        counters.exported(batch.spanCount() - rejected);
        counters.dropped(DropReason.REJECTED, rejected);
        if (result.rejectedCount > 0) {
            log.warn(
                    "rejected",
                    "receiver rejected " + result.rejectedCount + " of " + batch.spanCount() + " spans: "
                            + result.message);
        } else if (result.message != null) {
            log.warn("rejected", "receiver took the spans with a warning: " + result.message);
        }
        if (!outage.isOver()) {
            String line = outage.end(System.nanoTime(), droppedCount(), queue.spanCount());
            if (line != null) {
                log.reported(TOPIC);
                AgentLog.warn(line);
            }
        }
        if (AgentLog.isEnabled(LogLevel.DEBUG)) {
            AgentLog.debug("exported " + batch.spanCount() + " spans, " + batch.body().length + " bytes");
        }
    }

    private long droppedCount() {
        return SpanCounts.read(collector, counters, queuedCount()).droppedCount();
    }

    @Override
    public void cancel() {
        sender.cancel(Signal.TRACES);
        sender.cancel(Signal.METRICS);
    }

    @Override
    public long queuedCount() {
        return queue.spanCount() + (encoder == null ? 0 : encoder.openCount());
    }
}
