/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export;

import io.fasttelemetry.agent.config.AgentConfig;
import io.fasttelemetry.agent.config.SamplerKind;
import io.fasttelemetry.agent.log.RateLimitedLog;
import io.fasttelemetry.proto.EncodedRequest;

/**
 * Sends the accounts as metrics, every interval and once at the end. The export thread owns it.
 *
 * <p>One attempt each time: sums are cumulative, so the next request makes up for one that was lost. A failure
 * is one line, rate limited, and changes nothing about the spans' schedule; these requests are not among those
 * that the accounts count.
 */
final class SelfMetrics {
    private static final String TOPIC = "metrics";

    /** Spans wait so long at the most, also where they have no such limit themselves. */
    private static final long MAX_TIMEOUT_NANOS = 10_000_000_000L;

    private final OtlpSink sink;
    private final boolean sampling;
    private final long startEpochNanos = System.currentTimeMillis() * 1_000_000L;
    private final long intervalNanos;
    private final long timeoutNanos;
    private final RateLimitedLog log = new RateLimitedLog();
    private AccountsMetrics metrics; // made with the first request, when the application runs
    private long dueNanos;
    private boolean finishing;

    SelfMetrics(AgentConfig config, OtlpSink sink) {
        this.sink = sink;
        sampling = config.sampler() != SamplerKind.ALWAYS_ON && config.sampler() != SamplerKind.PARENTBASED_ALWAYS_ON;
        intervalNanos = config.metricsIntervalMillis() * 1_000_000L;
        long limitNanos = config.timeoutMillis() * 1_000_000L;
        timeoutNanos = limitNanos == 0 ? MAX_TIMEOUT_NANOS : Math.min(limitNanos, MAX_TIMEOUT_NANOS);
        dueNanos = System.nanoTime() + intervalNanos;
    }

    long nanosUntilDue() {
        return Math.max(0, dueNanos - System.nanoTime());
    }

    /** Sends; times that were missed are skipped. */
    void send(Accounts accounts) {
        dueNanos = System.nanoTime() + intervalNanos;
        send(accounts, timeoutNanos);
    }

    /** Gives up the request under way, since the time is needed for spans; not the last one. Any thread. */
    synchronized void cancel() {
        if (!finishing) {
            sink.sender().cancelMetrics();
        }
    }

    /** The last word, if there is time left for it. */
    void finish(Accounts accounts, long deadlineNanos) {
        synchronized (this) {
            finishing = true; // whoever cancels has done so, or does not
        }
        long left = deadlineNanos - System.nanoTime();
        if (left > 0) {
            send(accounts, Math.min(timeoutNanos, left));
        }
    }

    private void send(Accounts accounts, long limitNanos) {
        if (metrics == null) {
            metrics = new AccountsMetrics(sink.metricsEncoder(), startEpochNanos, sampling);
        }
        EncodedRequest request = metrics.encode(accounts, System.currentTimeMillis() * 1_000_000L);
        SendResult result = sink.sender().sendMetrics(request, limitNanos);
        if (result.outcome != SendResult.Outcome.DELIVERED) {
            log.warn(TOPIC, "metrics were not taken: " + result.message);
        } else if (result.rejectedCount > 0) {
            log.warn(TOPIC, "receiver rejected " + result.rejectedCount + " metric points: " + result.message);
        }
    }
}
