/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export.otlp;

import io.fasttelemetry.agent.config.AgentConfig;
import io.fasttelemetry.agent.config.Options;
import io.fasttelemetry.agent.export.counts.ExportCounters;
import io.fasttelemetry.agent.export.transport.ReloadingSender;
import io.fasttelemetry.agent.export.transport.SendResult;
import io.fasttelemetry.agent.export.transport.Signal;

/**
 * Sends batches, several at a time when it has to, and settles them as their answers come, in whatever order. Owned by
 * the export thread; it does not wait for an answer but in {@link #finish}.
 *
 * <p>A batch leaves the export queue when the receiver has taken it or has finally refused it; until then the same
 * bytes are sent again, when {@link Backoff} lets them.
 */
final class Delivery {
    /** Max idle time of a connection that is still used at the end of the process. */
    private static final long TRUSTED_IDLE_NANOS = 1_000_000_000L;

    private final ExportQueue queue;
    private final BatchEncoder encoder;
    private final BatchHalver halver;
    private final ReloadingSender sender;
    private final InFlight inFlight;
    private final Settlement settlement;
    private final ExportCounters counters;
    private final ExportClock clock;
    private final Backoff backoff;
    private final ConcurrencyLimit limit;
    private final SizeLimit sizeLimit = new SizeLimit();
    private final int maxRequests;
    private final int earlySpans;
    private final long timeoutNanos;

    private boolean flushDue;
    private boolean finishing;
    private long finishNanos;
    private long deadlineNanos;
    /** Whether the connections that are kept may be dead, for all that is known at the end of the process. */
    private boolean untrusted;

    Delivery(
            AgentConfig config,
            ExportQueue queue,
            BatchEncoder encoder,
            BatchHalver halver,
            ReloadingSender sender,
            InFlight inFlight,
            RetryPolicy retryPolicy,
            Settlement settlement,
            ExportCounters counters,
            ExportClock clock) {
        this.queue = queue;
        this.encoder = encoder;
        this.halver = halver;
        this.sender = sender;
        this.inFlight = inFlight;
        this.settlement = settlement;
        this.counters = counters;
        this.clock = clock;
        backoff = new Backoff(retryPolicy);
        maxRequests = config.get(Options.CONCURRENCY);
        earlySpans = config.earlyBatchSize();
        timeoutNanos = config.get(Options.TIMEOUT_MILLIS) * 1_000_000L;
        limit = new ConcurrencyLimit(maxRequests, earlySpans, config.get(Options.MAX_BATCH_SIZE));
    }

    /** Has the open batch sent as soon as a request may start; until then it grows. */
    void flush() {
        flushDue = encoder.openCount() > 0;
    }

    /** See {@link io.fasttelemetry.agent.export.SpanExporter#nanosUntilDue}. */
    long nanosUntilDue() {
        return inFlight.firstAnswered() == null ? nanosUntilStart() : 0;
    }

    /** Whether there is something to do that more spans would not make better. */
    boolean isUrgent() {
        return inFlight.firstAnswered() != null || (queue.hasWaiting() && nanosUntilStart() == 0);
    }

    /** When the next request may start; {@link Long#MAX_VALUE} for not before an answer or more spans come. */
    private long nanosUntilStart() {
        int count = inFlight.count();
        if (count == maxRequests || !(queue.hasWaiting() || isOpenBatchReady())) {
            return Long.MAX_VALUE;
        }
        long now = clock.nanoTime();
        if (backoff.isOver()) {
            return count < maxInFlight() ? 0 : Long.MAX_VALUE;
        }
        if (inFlight.hasProbe()) {
            return Long.MAX_VALUE;
        }
        return count == 0 && isSpareProbeReady() ? 0 : backoff.nanosUntilProbe(now);
    }

    private int maxInFlight() {
        if (sizeLimit.isSearching()) {
            return 1;
        }
        return finishing
                ? maxRequests
                : limit.requests(queue.waitingSpanCount() + encoder.openCount(), inFlight.roundTripNanos());
    }

    private boolean isOpenBatchReady() {
        if (finishing) {
            return false; // what waits goes out in the largest requests
        }
        return encoder.openCount() >= earlySpans || (flushDue && encoder.openCount() > 0);
    }

    private boolean isSpareProbeReady() {
        if (!backoff.hasSpareProbe()) {
            return false;
        }
        QueuedBatch untried = queue.firstUntried();
        return untried == null ? encoder.openCount() >= earlySpans : untried.spanCount() >= earlySpans;
    }

    /** Settles what was answered, and starts the requests that may start now. */
    void deliver() {
        settleAnswers();
        while (nanosUntilStart() == 0) {
            start(false);
        }
    }

    /** Does what {@link #deliver} does, and starts a request if there is none, though it may not be due. */
    void deliverNow() {
        deliver();
        if (inFlight.count() == 0 && (queue.hasWaiting() || isOpenBatchReady())) {
            start(true);
        }
    }

    private void start(boolean early) {
        long now = clock.nanoTime();
        boolean spare = !early && !backoff.isOver() && inFlight.count() == 0 && isSpareProbeReady();
        if (spare ? queue.firstUntried() == null : !queue.hasWaiting()) {
            encoder.close();
            flushDue = false;
        }
        QueuedBatch batch = spare ? queue.firstUntried() : queue.firstWaiting();
        while (batch.spanCount() > 1 && batch.request.rawBytes() > sizeLimit.maxBytes(now)) {
            halver.halve(batch);
            batch = spare ? queue.firstUntried() : queue.firstWaiting();
        }
        boolean probe = !backoff.isOver();
        int round = spare ? backoff.spendSpareProbe() : backoff.round();
        inFlight.start(batch, timeoutNanos(now), round, probe, now);
        queue.sent(batch);
        counters.request();
    }

    private long timeoutNanos(long nowNanos) {
        if (!finishing) {
            return timeoutNanos;
        }
        // A connection that may be dead unnoticed gets half of the time, a new one all of it.
        long left = Math.max(1, deadlineNanos - nowNanos);
        long most = untrusted ? Math.max(1, left / 2) : left;
        return timeoutNanos == 0 ? most : Math.min(timeoutNanos, most);
    }

    private void settleAnswers() {
        InFlight.Request answered = inFlight.firstAnswered();
        if (answered == null) {
            return;
        }
        for (; answered != null; answered = inFlight.firstAnswered()) {
            SendResult result = answered.result();
            QueuedBatch batch = answered.batch();
            int round = answered.round();
            if (finishing && result.outcome == SendResult.Outcome.RETRY && answered.startedNanos() - finishNanos < 0) {
                result = SendResult.retry(result.message, SendResult.NO_RETRY_AFTER); // a delay ends with the process
            }
            inFlight.release(answered, result.outcome == SendResult.Outcome.DELIVERED);
            queue.returned(batch);
            untrusted = false; // a connection that has failed is closed
            settle(batch, result, round);
        }
        encoder.limit(sizeLimit.maxBytes(clock.nanoTime()));
    }

    private void settle(QueuedBatch batch, SendResult result, int round) {
        long now = clock.nanoTime();
        if (result.outcome == SendResult.Outcome.DELIVERED) {
            sizeLimit.answered(batch.request.rawBytes(), true);
            boolean over = backoff.succeeded(now);
            settlement.delivered(batch, result);
            if (over) {
                settlement.outageOver(now);
            }
            return;
        }
        counters.requestFailed(result.message);
        if (result.mayRetry()) {
            batch.failed = true;
            backoff.failed(result, round, now);
            settlement.failed(result, !finishing || !backoff.isHopeless(deadlineNanos), now);
            return;
        }
        if (result.outcome == SendResult.Outcome.TOO_LARGE && batch.spanCount() > 1) {
            sizeLimit.tooLarge(batch.request.rawBytes(), halver.halve(batch), now);
        } else if (result.outcome == SendResult.Outcome.TOO_LARGE) {
            sizeLimit.spanTooLarge();
            settlement.refused(batch, result);
        } else {
            sizeLimit.answered(batch.request.rawBytes(), false);
            settlement.refused(batch, result);
        }
        if (sizeLimit.isHopeless()) {
            backoff.failed(result, round, now);
            settlement.hopelessSize(result, now);
        }
    }

    /** Has delays end now, and later ones be short, since the process ends; requests are bound by the deadline. */
    void beginFinish(long deadline) {
        long now = clock.nanoTime();
        if (!finishing) {
            finishing = true;
            finishNanos = now;
        }
        deadlineNanos = deadline;
        backoff.finish(now);
        sender.mayReloadNow();
        untrusted = sender.closeIdle(TRUSTED_IDLE_NANOS);
    }

    /** Waits until all is settled, as far as the deadline allows, and counts the rest as dropped. */
    void finish(long deadline) {
        encoder.close();
        flushDue = false;
        beginFinish(deadline);
        long beganNanos = clock.nanoTime();
        long halfNanos = beganNanos + (deadline - beganNanos) / 2;
        while (true) {
            settleAnswers();
            if (queue.isEmpty() || deadline - clock.nanoTime() <= 0) {
                break;
            }
            boolean hopeless = backoff.isHopeless(deadline);
            while (!hopeless && nanosUntilStart() == 0) {
                start(false);
            }
            if (hopeless && inFlight.count() == 0) {
                break;
            }
            long now = clock.nanoTime();
            boolean half = halfNanos - now <= 0;
            if (half) {
                inFlight.cancelStartedBefore(finishNanos, sender); // may never be answered; leave time for another
            }
            long untilNext = hopeless ? Long.MAX_VALUE : nanosUntilDue();
            clock.await(Math.max(1, Math.min(untilNext, (half ? deadline : halfNanos) - now)));
        }
        settlement.dropRest();
        if (inFlight.count() > 0) {
            sender.cancel(Signal.TRACES);
            inFlight.abandon();
        }
    }
}
