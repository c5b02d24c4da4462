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
import io.fasttelemetry.agent.log.Counted;
import io.fasttelemetry.agent.log.LogLevel;
import io.fasttelemetry.agent.log.RateLimitedLog;
import io.fasttelemetry.bootstrap.SpanCollector;
import io.fasttelemetry.bootstrap.ThrownRecord;
import io.fasttelemetry.proto.EncodedRequest;
import io.fasttelemetry.proto.GzipBuffers;
import io.fasttelemetry.proto.GzipWriter;
import io.fasttelemetry.proto.RequestSplitter;
import io.fasttelemetry.proto.TraceRequestEncoder;
import java.util.Random;

/**
 * Exports spans to an OTLP receiver: encodes, queues, sends, retries. Owned by the export thread, except for {@link
 * #cancel}.
 *
 * <p>A batch leaves the export queue when the receiver has taken it or has finally refused it; until then the same
 * bytes are sent again with growing delays. Meanwhile further batches queue up behind it, within half of the byte
 * budget; what they take is withdrawn from the span collector's buffers, so both together stay within the budget.
 */
public final class OtlpSpanExporter implements SpanExporter {
    private static final String TOPIC = "export";

    /** Stands for no deadline: any number of attempts may follow. */
    private static final long NO_DEADLINE = Long.MAX_VALUE;

    /** Max idle time of a connection that is still used at the end of the process. */
    private static final long TRUSTED_IDLE_NANOS = 1_000_000_000L;

    /** Min pause between two attempts at the end of the process. */
    private static final long FINAL_PAUSE_NANOS = 100_000_000L;

    private final AgentConfig config;
    private final RequestEncoders encoders;
    private final SpanCollector collector;
    private final ExportCounters counters;
    private final DropAttributes drops;
    private final ExportQueue queue;
    private final RetryPolicy retryPolicy;
    private final ReloadingSender sender;
    private final RateLimitedLog log = new RateLimitedLog();

    // both are made when there is something to encode
    private GzipWriter gzip;
    private BatchEncoder encoder;

    private final GzipBuffers gzipBuffers;
    private final SizeLimit sizeLimit = new SizeLimit();
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
        this.gzipBuffers = config.get(Options.COMPRESSION) == Compression.GZIP ? new GzipBuffers() : null;
        this.queue = new ExportQueue(config.get(Options.BUFFER_BYTES) / 2);
        this.retryPolicy = new RetryPolicy(
                config.get(Options.RETRY_BASE_MILLIS) * 1_000_000L,
                config.get(Options.RETRY_MAX_MILLIS) * 1_000_000L,
                random);
    }

    @Override
    public void initialise() {
        try {
            FragileClasses.initialise();
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("the agent's jar is damaged", e);
        }
    }

    @Override
    public void prepare() {
        if (encoder == null) {
            makeEncoder();
        }
    }

    @Override
    public void visit(long[] records, int offset, ThrownRecord thrown, String threadName) {
        if (encoder == null) {
            try {
                makeEncoder();
            } catch (Throwable t) {
                counters.dropped(DropReason.ERROR, 1);
                throw t;
            }
        }
        encoder.visit(records, offset, thrown, threadName);
        shareBudget();
    }

    private void makeEncoder() {
        if (gzip == null && config.get(Options.COMPRESSION) == Compression.GZIP) {
            gzip = new GzipWriter(config.get(Options.GZIP_THRESHOLD_BYTES).intValue(), gzipBuffers);
        }
        encoder = new BatchEncoder(
                encoders.newTraceEncoder(),
                gzip,
                config.get(Options.MAX_BATCH_SIZE),
                config.get(Options.BUFFER_BYTES),
                queue,
                counters,
                drops,
                config.get(Options.REDACT));
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
        SendResult result = attempt(config.get(Options.TIMEOUT_MILLIS) * 1_000_000L, NO_DEADLINE);
        if (result.mayRetry() || sizeLimit.isHopeless()) {
            long delay = retryPolicy.delayNanos(Math.max(1, outage.attemptCount()), result.retryAfterNanos);
            retryAtNanos = System.nanoTime() + delay;
        }
    }

    @Override
    public void finish(long deadlineNanos) {
        flush();
        sender.mayReloadNow();
        boolean trusted = !sender.closeIdle(TRUSTED_IDLE_NANOS);
        while (!queue.isEmpty()) {
            long left = deadlineNanos - System.nanoTime();
            if (left <= 0) {
                break;
            }
            // A connection that may be dead unnoticed gets half of the time, a new one all of it.
            long limit = trusted ? left : left / 2;
            long timeout = config.get(Options.TIMEOUT_MILLIS) * 1_000_000L;
            SendResult result = attempt(timeout == 0 ? limit : Math.min(timeout, limit), deadlineNanos);
            trusted = true; // a connection that failed is closed
            if (result.mayRetry() && (!isRetriedBefore(deadlineNanos, result) || !pause(retryPause(result)))) {
                break;
            }
        }
        counters.dropped(DropReason.SHUTDOWN, queue.spanCount());
        while (!queue.isEmpty()) {
            queue.removeFirst();
        }
    }

    /**
     * Whether there is time to try again at the end. An unreachable receiver is not tried again, so the exit does not
     * wait for it.
     */
    private static boolean isRetriedBefore(long deadlineNanos, SendResult result) {
        return result.outcome != SendResult.Outcome.UNREACHABLE
                && System.nanoTime() + retryPause(result) - deadlineNanos <= 0;
    }

    private static long retryPause(SendResult result) {
        return Math.max(FINAL_PAUSE_NANOS, result.retryAfterNanos);
    }

    /** Waits; false if interrupted. */
    private static boolean pause(long nanos) {
        try {
            Thread.sleep(nanos / 1_000_000L, (int) (nanos % 1_000_000L));
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }

    /** Sends the oldest batch once and settles what can be settled. */
    private SendResult attempt(long timeoutNanos, long deadlineNanos) {
        while (queue.first().spanCount() > 1 && queue.first().rawBytes() > sizeLimit.maxBytes(System.nanoTime())) {
            halve(queue.first());
        }
        EncodedRequest batch = queue.first();
        counters.request();
        SendResult result = sender.send(Signal.TRACES, batch, timeoutNanos);
        if (result.outcome == SendResult.Outcome.DELIVERED) {
            counters.requestSucceeded();
            sizeLimit.answered(batch.rawBytes(), true);
            settleDelivered(batch, result);
        } else {
            counters.requestFailed(result.message);
            settleFailed(batch, result, deadlineNanos);
        }
        encoder.limit(sizeLimit.maxBytes(System.nanoTime()));
        shareBudget();
        return result;
    }

    private void settleFailed(EncodedRequest batch, SendResult result, long deadlineNanos) {
        if (result.mayRetry()) {
            beginOutage();
            boolean again = deadlineNanos == NO_DEADLINE || isRetriedBefore(deadlineNanos, result);
            long waiting = queue.spanCount();
            outage.failed(log.warn(
                    TOPIC,
                    again
                            ? "export failed and will be tried again, " + Counted.spans(waiting)
                                    + (waiting == 1 ? " waits: " : " wait: ") + result.message
                            : "export failed and the process ends, " + Counted.spans(waiting)
                                    + (waiting == 1 ? " is dropped: " : " are dropped: ") + result.message));
            return;
        }
        if (result.outcome == SendResult.Outcome.TOO_LARGE && batch.spanCount() > 1) {
            sizeLimit.tooLarge(batch.rawBytes(), halve(batch), System.nanoTime());
        } else {
            if (result.outcome == SendResult.Outcome.TOO_LARGE) {
                sizeLimit.spanTooLarge();
            } else {
                sizeLimit.answered(batch.rawBytes(), false);
            }
            queue.removeFirst();
            long refused = batch.spanCount();
            counters.dropped(DropReason.REFUSED, refused);
            log.warn(
                    TOPIC,
                    "receiver refused " + Counted.spans(refused) + ", which " + (refused == 1 ? "is" : "are")
                            + " dropped: " + result.message);
        }
        if (sizeLimit.isHopeless()) {
            beginOutage();
            outage.failed(log.warn(
                    "size", "receiver finds requests of any size too large, requests slow down: " + result.message));
        }
    }

    private void beginOutage() {
        if (outage.isOver()) {
            outage.begin(System.nanoTime(), droppedCount());
        }
    }

    /** Replaces the first batch by its halves; returns the size of the larger one, before compression. */
    private long halve(EncodedRequest batch) {
        TraceRequestEncoder request = encoders.newTraceEncoder();
        drops.putInto(request);
        EncodedRequest[] halves = RequestSplitter.halve(batch, request, gzip);
        queue.splitFirst(halves[0], halves[1]);
        return Math.max(halves[0].rawBytes(), halves[1].rawBytes());
    }

    private void settleDelivered(EncodedRequest batch, SendResult result) {
        queue.removeFirst();
        long rejected = Math.min(result.rejectedCount, batch.spanCount()); // the receiver's number may be wrong
        counters.exported(batch.spanCount() - rejected);
        counters.dropped(DropReason.REJECTED, rejected);
        if (result.rejectedCount > 0) {
            log.warn(
                    "rejected",
                    "receiver rejected " + result.rejectedCount + " of " + Counted.spans(batch.spanCount()) + ": "
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
            AgentLog.debug(
                    "exported " + Counted.spans(batch.spanCount()) + ", " + Counted.of(batch.body().length, "byte"));
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
