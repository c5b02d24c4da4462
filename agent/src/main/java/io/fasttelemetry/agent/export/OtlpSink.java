/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export;

import io.fasttelemetry.agent.config.AgentConfig;
import io.fasttelemetry.agent.config.Compression;
import io.fasttelemetry.agent.log.AgentLog;
import io.fasttelemetry.agent.log.LogLevel;
import io.fasttelemetry.agent.log.RateLimitedLog;
import io.fasttelemetry.bootstrap.SpanCollector;
import io.fasttelemetry.proto.EncodedRequest;
import io.fasttelemetry.proto.GzipWriter;
import io.fasttelemetry.proto.MetricsRequestEncoder;
import io.fasttelemetry.proto.RequestSplitter;
import io.fasttelemetry.proto.TraceRequestEncoder;
import java.util.Random;
import java.util.UUID;

/**
 * Spans to an OTLP receiver: encodes, queues, sends, tries again.
 *
 * <p>A batch leaves the backlog when the receiver has it or has said that it never will; until then the same bytes are
 * sent again, later and later. Meanwhile further batches queue up behind it, within half of the memory budget; what
 * they take is withdrawn from the collector's buffers, so both together stay within it.
 */
final class OtlpSink implements SpanSink {
    private static final String TOPIC = "export";

    private final AgentConfig config;
    private final String version;
    private final UUID instanceId;
    private final SpanCollector collector;
    private final ExportStats stats;
    private final DropAttributes drops;
    private final Backlog backlog;
    private final RetryPolicy retryPolicy;
    private final RenewingSender sender;
    private final RateLimitedLog log = new RateLimitedLog();

    // made when there is something to encode and to send
    private GzipWriter gzip;
    private BatchEncoder encoder;

    private final Outage outage = new Outage();
    private long retryAtNanos;
    private long withdrawnBytes;

    OtlpSink(
            AgentConfig config,
            String version,
            UUID instanceId,
            SpanCollector collector,
            ExportStats stats,
            Random random) {
        this.config = config;
        this.version = version;
        this.instanceId = instanceId;
        this.collector = collector;
        this.stats = stats;
        this.drops = new DropAttributes(collector, stats);
        this.backlog = new Backlog(config.bufferBytes() / 2);
        this.retryPolicy =
                new RetryPolicy(config.retryBaseMillis() * 1_000_000L, config.retryMaxMillis() * 1_000_000L, random);
        this.sender = new RenewingSender(config, version);
    }

    @Override
    public void visit(long[] records, int offset, Throwable thrown, String threadName) {
        if (encoder == null) {
            makeEncoder();
        }
        encoder.visit(records, offset, thrown, threadName);
        shareBudget();
    }

    private void makeEncoder() {
        try {
            gzip = config.compression() == Compression.GZIP ? new GzipWriter(config.gzipThresholdBytes()) : null;
            encoder = new BatchEncoder(
                    requestEncoder(), gzip, config.maxBatchSize(), config.bufferBytes(), backlog, stats, drops);
        } catch (Throwable t) {
            stats.failed(1);
            throw t;
        }
    }

    /** Takes from the collector's budget what waits here, and gives it back. */
    private void shareBudget() {
        if (backlog.bytes() != withdrawnBytes) {
            withdrawnBytes = backlog.bytes();
            collector.limitBytes(config.bufferBytes() - withdrawnBytes);
        }
    }

    private TraceRequestEncoder requestEncoder() {
        return new TraceRequestEncoder(
                ResourceDetector.detect(config, version, instanceId),
                ResourceDetector.SCHEMA_URL,
                config.scopeName(),
                version,
                ResourceDetector.SCHEMA_URL);
    }

    /** For metrics of the same resource and scope. */
    MetricsRequestEncoder metricsEncoder() {
        return new MetricsRequestEncoder(
                ResourceDetector.detect(config, version, instanceId),
                ResourceDetector.SCHEMA_URL,
                config.scopeName(),
                version);
    }

    @Override
    public boolean hasRoom() {
        return backlog.hasRoom();
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
        if (backlog.isEmpty()) {
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
        if (backlog.isEmpty()) {
            return;
        }
        SendResult result = attempt(config.timeoutMillis() * 1_000_000L);
        if (result.mayRetry()) {
            long delay = retryPolicy.delayNanos(outage.attemptCount(), result.retryAfterNanos);
            retryAtNanos = System.nanoTime() + delay;
        }
    }

    @Override
    public void finish(long deadlineNanos) {
        flush();
        sender.mayRenewNow();
        while (!backlog.isEmpty()) {
            long left = deadlineNanos - System.nanoTime();
            if (left <= 0) {
                break;
            }
            long timeout = config.timeoutMillis() * 1_000_000L;
            SendResult result = attempt(timeout == 0 ? left : Math.min(timeout, left));
            if (result.outcome == SendResult.Outcome.UNREACHABLE) {
                break; // nobody is there: the exit need not wait for it
            }
            if (result.mayRetry() && !pause(Math.max(100_000_000L, result.retryAfterNanos), deadlineNanos)) {
                break;
            }
        }
        stats.unsentAtShutdown(backlog.spanCount());
        while (!backlog.isEmpty()) {
            backlog.removeFirst();
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
        EncodedRequest batch = backlog.first();
        stats.request();
        SendResult result = sender.send(batch, timeoutNanos);
        if (result.outcome == SendResult.Outcome.DELIVERED) {
            stats.requestSucceeded();
        } else {
            stats.requestFailed(result.message);
        }
        if (result.outcome == SendResult.Outcome.DELIVERED) {
            settleDelivered(batch, result);
        } else if (result.outcome == SendResult.Outcome.TOO_LARGE && batch.spanCount() > 1) {
            TraceRequestEncoder request = requestEncoder();
            drops.putInto(request);
            EncodedRequest[] halves = RequestSplitter.halve(batch, request, gzip);
            backlog.splitFirst(halves[0], halves[1]);
        } else if (result.mayRetry()) {
            if (outage.isOver()) {
                outage.begin(System.nanoTime(), droppedCount());
            }
            outage.failed(log.warn(
                    TOPIC,
                    "export failed and will be tried again, " + backlog.spanCount() + " spans wait: "
                            + result.message));
        } else {
            backlog.removeFirst();
            stats.refused(batch.spanCount());
            log.warn(TOPIC, "receiver refused " + batch.spanCount() + " spans, which are dropped: " + result.message);
        }
        shareBudget();
        return result;
    }

    private void settleDelivered(EncodedRequest batch, SendResult result) {
        backlog.removeFirst();
        long rejected = Math.min(result.rejectedCount, batch.spanCount()); // a receiver may say anything
        stats.exported(batch.spanCount() - rejected);
        stats.rejected(rejected);
        if (result.rejectedCount > 0) {
            log.warn(
                    "rejected",
                    "receiver rejected " + result.rejectedCount + " of " + batch.spanCount() + " spans: "
                            + result.message);
        } else if (result.message != null) {
            log.warn("rejected", "receiver took the spans with a warning: " + result.message);
        }
        if (!outage.isOver()) {
            String line = outage.end(System.nanoTime(), droppedCount(), backlog.spanCount());
            if (line != null) {
                log.told(TOPIC);
                AgentLog.warn(line);
            }
        }
        if (AgentLog.isEnabled(LogLevel.DEBUG)) {
            AgentLog.debug("exported " + batch.spanCount() + " spans, " + batch.body().length + " bytes");
        }
    }

    private long droppedCount() {
        return Accounts.read(collector, stats, heldCount()).droppedCount();
    }

    RenewingSender sender() {
        return sender;
    }

    @Override
    public long heldCount() {
        return backlog.spanCount() + (encoder == null ? 0 : encoder.openCount());
    }
}
