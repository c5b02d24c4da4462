/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export;

import io.fasttelemetry.agent.log.RateLimitedLog;
import io.fasttelemetry.bootstrap.SpanCollector;

/**
 * Takes the accounts and makes them known: to the board every interval, at least every ten seconds, and at once when
 * deliveries begin to fail or work again; to the log when spans were dropped for want of room. The other reasons have
 * lines of their own, where they occur. The export thread owns it; {@link #accounts} is for any.
 */
final class AccountsPublisher {
    private static final long MAX_PERIOD_NANOS = 10_000_000_000L;

    private final SpanCollector collector;
    private final SpanSink sink;
    private final ExportStats stats;
    private final StatusBoard board;
    private final long periodNanos;
    private final RateLimitedLog log = new RateLimitedLog();
    private long dueNanos = System.nanoTime();
    private boolean toldFailing;
    private long toldShedCount;
    private long toldFullCount;

    AccountsPublisher(
            SpanCollector collector, SpanSink sink, ExportStats stats, StatusBoard board, long intervalNanos) {
        this.collector = collector;
        this.sink = sink;
        this.stats = stats;
        this.board = board;
        periodNanos = Math.min(intervalNanos, MAX_PERIOD_NANOS);
    }

    Accounts accounts() {
        return Accounts.read(collector, stats, sink.heldCount());
    }

    long nanosUntilDue() {
        return Math.max(0, dueNanos - System.nanoTime());
    }

    void publishIfDue() {
        if (toldFailing != stats.failuresInARow > 0 || nanosUntilDue() == 0) {
            publish();
        }
    }

    void publish() {
        dueNanos = System.nanoTime() + periodNanos;
        Accounts now = accounts();
        toldFailing = now.failuresInARow > 0;
        board.publish(StatusBoard.ACCOUNTS, now.statusText(System.currentTimeMillis()));
        long shed = now.shedCount - toldShedCount;
        long full = now.buffersFullCount - toldFullCount;
        if (shed + full > 0
                && log.warn(
                        "drops",
                        "buffers run full (fasttelemetry.buffer.bytes): " + shed + " more spans were dropped in whole"
                                + " traces, " + full + " one by one")) {
            toldShedCount = now.shedCount;
            toldFullCount = now.buffersFullCount;
        }
    }

    /** Publishes what came of a flush, and the accounts as they are with it. */
    void answer(String answer) {
        publish();
        board.publish(StatusBoard.FLUSH, answer);
    }
}
