/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export.counts;

import io.fasttelemetry.agent.config.AgentConfig;
import io.fasttelemetry.agent.config.Options;
import io.fasttelemetry.agent.config.SamplerKind;
import io.fasttelemetry.agent.export.transport.ReloadingSender;
import io.fasttelemetry.agent.export.transport.SendResult;
import io.fasttelemetry.agent.export.transport.SendSlot;
import io.fasttelemetry.agent.export.transport.SendWorker;
import io.fasttelemetry.agent.export.transport.Signal;
import io.fasttelemetry.agent.log.RateLimitedLog;
import io.fasttelemetry.proto.EncodedRequest;
import java.util.concurrent.ThreadFactory;

/**
 * Sends the span counts as metrics, every interval, beside the requests with spans, and once at the end. Owned by the
 * export thread, except for {@link #cancel}.
 *
 * <p>One attempt each time: sums are cumulative, so the next request makes up for one that was lost. A failure is one
 * log message, rate limited, and does not change the schedule of spans. The span counts do not include these requests.
 */
public final class SelfMetrics {
    private static final String TOPIC = "metrics";

    /** Max time for a request with metrics; it also holds where requests have no timeout. */
    private static final long MAX_TIMEOUT_NANOS = 10_000_000_000L;

    private final ReloadingSender sender;
    private final MetricsEncoderFactory encoders;
    private final boolean sampling;
    private final long startEpochNanos = System.currentTimeMillis() * 1_000_000L;
    private final long intervalNanos;
    private final long timeoutNanos;
    private final RateLimitedLog log = new RateLimitedLog();
    private final SendSlot slot;
    private boolean underWay;
    private SpanCountsMetrics metrics; // made with the first request, when the application runs
    private long dueNanos;
    private boolean finishing;

    /** @param threads makes the thread that sends */
    public SelfMetrics(
            AgentConfig config, ReloadingSender sender, MetricsEncoderFactory encoders, ThreadFactory threads) {
        this.sender = sender;
        slot = new SendWorker(sender, threads, new Nothing());
        this.encoders = encoders;
        sampling = config.get(Options.SAMPLER) != SamplerKind.ALWAYS_ON
                && config.get(Options.SAMPLER) != SamplerKind.PARENTBASED_ALWAYS_ON;
        intervalNanos = config.get(Options.METRICS_INTERVAL_MILLIS) * 1_000_000L;
        long limitNanos = config.get(Options.TIMEOUT_MILLIS) * 1_000_000L;
        timeoutNanos = limitNanos == 0 ? MAX_TIMEOUT_NANOS : Math.min(limitNanos, MAX_TIMEOUT_NANOS);
        dueNanos = System.nanoTime() + intervalNanos;
    }

    /** Nanoseconds until {@link #send} has something to do, 0 for at once. */
    public long nanosUntilDue() {
        if (underWay) {
            return slot.result() == null ? Long.MAX_VALUE : 0;
        }
        return Math.max(0, dueNanos - System.nanoTime());
    }

    /** Reports the result of the last request, and starts one if it is due; intervals that were missed are skipped. */
    public void send(SpanCounts now) {
        if (underWay) {
            SendResult result = slot.result();
            if (result == null) {
                return;
            }
            underWay = false;
            slot.release();
            report(result);
        }
        if (dueNanos - System.nanoTime() <= 0) {
            dueNanos = System.nanoTime() + intervalNanos;
            EncodedRequest request = encode(now);
            underWay = true;
            slot.start(Signal.METRICS, request, timeoutNanos);
        }
    }

    /** Cancels the request under way, since the time is needed for spans, unless it is the final one. Any thread. */
    public synchronized void cancel() {
        if (!finishing) {
            sender.cancel(Signal.METRICS);
        }
    }

    /** Sends the final counts, if there is time left for it. */
    public void finish(SpanCounts now, long deadlineNanos) {
        synchronized (this) {
            finishing = true; // from here on nothing is cancelled
        }
        long left = deadlineNanos - System.nanoTime();
        if (left > 0) {
            report(sender.send(Signal.METRICS, encode(now), Math.min(timeoutNanos, left)));
        }
    }

    private EncodedRequest encode(SpanCounts now) {
        if (metrics == null) {
            metrics = new SpanCountsMetrics(encoders.newMetricsEncoder(), startEpochNanos, sampling);
        }
        return metrics.encode(now, System.currentTimeMillis() * 1_000_000L);
    }

    private void report(SendResult result) {
        if (result.outcome != SendResult.Outcome.DELIVERED) {
            log.warn(TOPIC, "metrics were not taken: " + result.message);
        } else if (result.rejectedCount > 0) {
            log.warn(TOPIC, "receiver rejected " + result.rejectedCount + " metric points: " + result.message);
        }
    }

    /** Nothing has to be done at once when a result comes. */
    private static final class Nothing implements Runnable {
        @Override
        public void run() {}
    }
}
