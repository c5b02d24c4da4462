/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.fasttelemetry.agent.export.counts.ExportCounters;
import io.fasttelemetry.agent.export.counts.StatusBoard;
import io.fasttelemetry.bootstrap.SpanCollector;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ExportLoopTest {
    private static final int BATCH = 64;
    private static final long MILLI = 1_000_000L;
    private static final long HOUR = 3_600_000 * MILLI;

    private final SpanCollector collector = TestSpans.collector(8 << 20, BATCH);
    private final ExportCounters counters = new ExportCounters();
    private final FakeSpanExporter exporter = new FakeSpanExporter(BATCH, counters);
    private final FakeBoard board = new FakeBoard();
    private final StandardErr err = new StandardErr();
    private ExportLoop loop;
    private Thread thread;

    @AfterEach
    void end() throws InterruptedException {
        err.close();
        loop.stop(System.nanoTime());
        thread.join(5_000);
        assertThat(thread.isAlive()).isFalse();
    }

    private void start(long intervalNanos) {
        loop = new ExportLoop(collector, exporter, counters, intervalNanos, board, null);
        thread = new Thread(loop, "span-exporter");
        thread.setDaemon(true);
        thread.start();
    }

    private static void until(BooleanSupplier condition) {
        long deadline = System.nanoTime() + 5_000 * MILLI;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("deadline").isLessThan(deadline);
            LockSupport.parkNanos(100_000);
        }
    }

    private long stopAndJoin(long timeoutNanos) throws InterruptedException {
        long start = System.nanoTime();
        loop.stop(start + timeoutNanos);
        thread.join(20_000);
        return System.nanoTime() - start;
    }

    @Test
    void run_firstFlushAfterOneInterval() {
        TestSpans.record(collector, 1);
        long start = System.nanoTime();

        start(150 * MILLI);

        until(() -> exporter.delivered.get() == 1);
        assertThat(exporter.firstFlushNanos - start).isGreaterThanOrEqualTo(150 * MILLI);
    }

    @Test
    void run_fullBatchLeavesAtOnce() {
        start(HOUR);
        until(() -> thread.getState() == Thread.State.TIMED_WAITING);

        TestSpans.record(collector, BATCH);

        until(() -> exporter.delivered.get() == BATCH);
        assertThat(exporter.flushes).hasValue(0);
    }

    @Test
    void run_manyBatchesLeaveAtOnce() {
        start(HOUR);

        TestSpans.record(collector, 100 * BATCH);

        until(() -> exporter.delivered.get() > 98 * BATCH);
    }

    @Test
    void run_oneSpanOfALivingThreadLeavesWithinTheInterval() throws InterruptedException {
        AtomicBoolean done = new AtomicBoolean();
        Thread living = new Thread(() -> TestSpans.onThread(collector, "living", () -> {
            TestSpans.span(TestSpans.CHECKOUT, null, () -> {});
            until(done::get);
        }));
        living.start();
        start(50 * MILLI);
        try {
            until(() -> exporter.delivered.get() == 1);
        } finally {
            done.set(true);
            living.join();
        }
    }

    @Test
    void run_partOfABatchBehindFullOnesLeavesAtTheSameTick() {
        TestSpans.record(collector, 20 * BATCH + 1);
        start(400 * MILLI);
        long start = System.nanoTime();

        until(() -> exporter.delivered.get() == 20 * BATCH + 1);

        assertThat(System.nanoTime() - start).isLessThan(700 * MILLI);
    }

    @Test
    void run_ticksThatWereMissedAreSkipped() {
        exporter.deliveryNanos = 350 * MILLI;
        TestSpans.record(collector, 1);
        long start = System.nanoTime();
        start(100 * MILLI);

        until(() -> exporter.flushes.get() >= 4);

        // at 100, at 450 for all that were missed, at 500 and at 600
        assertThat(System.nanoTime() - start).isGreaterThan(590 * MILLI);
    }

    @Test
    void run_errorsAreSurvivedAndSaid() {
        start(5 * MILLI);
        for (Throwable failure : new Throwable[] {new OutOfMemoryError("test"), new IllegalStateException("test")}) {
            exporter.failure = failure;
            int before = exporter.calls.get();
            until(() -> exporter.calls.get() > before + 1);
        }
        exporter.failure = null;
        TestSpans.record(collector, 3);

        until(() -> exporter.delivered.get() == 3);
        assertThat(err.lines()).isNotEmpty().allMatch(line -> line.contains("export step failed"));
    }

    @Test
    void run_anErrorInAnyStepLosesNothingButTheSpanInHand() {
        start(5 * MILLI);
        int lost = 0;
        int recorded = 0;
        for (String step : List.of("visit", "hasRoom", "flush", "deliver", "nanosUntilDue")) {
            for (Throwable failure : List.of(new LinkageError("test"), new OutOfMemoryError("test"))) {
                long before = counters.failedStepCount();
                exporter.failOnce.put(step, failure);
                TestSpans.record(collector, 3);
                recorded += 3;
                lost += step.equals("visit") ? 1 : 0;
                int expected = recorded - lost;
                until(() -> exporter.delivered.get() == expected && exporter.failOnce.isEmpty());
                assertThat(counters.failedStepCount()).as(step).isEqualTo(before + 1);
            }
        }
    }

    @Test
    void linger_deliversWhatIsStillRecordedAndThenStops() throws InterruptedException {
        start(HOUR);
        for (int i = 1; i <= 5; i++) {
            loop.linger();
            TestSpans.record(collector, 1);
            int expected = i;
            until(() -> exporter.delivered.get() == expected);
        }
        assertThat(exporter.finished).isFalse();

        assertThat(stopAndJoin(5_000 * MILLI)).isLessThan(1_000 * MILLI);

        assertThat(exporter.finished).isTrue();
        loop.linger();
        assertThat(thread.isAlive()).isFalse();
    }

    @Test
    void run_anErrorThatLastsDoesNotSpin() {
        exporter.failure = new StackOverflowError();
        start(1);
        until(() -> exporter.calls.get() > 0);
        long start = System.nanoTime();
        until(() -> exporter.calls.get() > 5);

        assertThat(System.nanoTime() - start).isGreaterThan(300 * MILLI);
    }

    @Test
    void run_interruptsAreIgnored() throws Exception {
        start(HOUR);
        until(() -> thread.getState() == Thread.State.TIMED_WAITING);
        thread.interrupt();
        until(() -> !thread.isInterrupted() && thread.getState() == Thread.State.TIMED_WAITING);
        TestSpans.record(collector, BATCH + 1);

        stopAndJoin(2_000 * MILLI);

        assertThat(exporter.delivered).hasValue(BATCH + 1);
    }

    @Test
    void run_sinkWithoutRoomLeavesSpansInTheCollector() {
        exporter.full = true;
        TestSpans.record(collector, 10 * BATCH);
        start(5 * MILLI);
        until(() -> exporter.calls.get() > 3);
        assertThat(exporter.visited).hasValue(0);

        exporter.full = false;

        until(() -> exporter.delivered.get() == 10 * BATCH);
    }

    @Test
    void requestFlush_sendsAtOnceAndAnswers() {
        start(HOUR);
        TestSpans.record(collector, BATCH / 2);

        loop.requestFlush("mine");

        until(() -> board.text(StatusBoard.FLUSH).startsWith("mine "));
        assertThat(board.text(StatusBoard.FLUSH)).isEqualTo("mine done " + BATCH / 2 + " spans delivered");
        assertThat(board.text(StatusBoard.COUNTS)).contains("\nexported: " + BATCH / 2 + "\n");
    }

    @Test
    void requestFlush_withNothingThereIsDone() {
        start(HOUR);

        loop.requestFlush("a");

        until(() -> board.text(StatusBoard.FLUSH).equals("a done 0 spans delivered"));
    }

    @Test
    void requestFlush_reportsThatTheReceiverFails() {
        exporter.backingOff = true;
        counters.requestFailed("HTTP 503");
        start(HOUR);
        TestSpans.record(collector, 3);

        loop.requestFlush("b");

        until(() -> board.text(StatusBoard.FLUSH).startsWith("b "));
        assertThat(board.text(StatusBoard.FLUSH)).isEqualTo("b failed 3 spans wait for the next attempt: HTTP 503");
    }

    @Test
    void requestFlush_wakesAThreadThatHasNoRoom() {
        exporter.full = true;
        start(HOUR);
        until(() -> thread.getState() == Thread.State.TIMED_WAITING);

        loop.requestFlush("c");

        until(() -> exporter.calls.get() > 0 || board.text(StatusBoard.FLUSH).startsWith("c "));
    }

    @Test
    void requestFlush_survivesAnError() {
        exporter.failure = new StackOverflowError();
        TestSpans.record(collector, 3);
        start(HOUR);

        loop.requestFlush("d");

        until(() -> board.text(StatusBoard.FLUSH).startsWith("d failed java.lang.StackOverflowError"));
    }

    @Test
    void run_publishesTheSpanCounts() {
        start(5 * MILLI);
        TestSpans.record(collector, 7);

        until(() -> board.text(StatusBoard.COUNTS).contains("\nexported: 7\n"));
        assertThat(board.text(StatusBoard.COUNTS))
                .contains("\nstarted: 7\n", "\ndropped: 0\n", "\npending{span_collector}: 0\n", "\nactive: 0\n")
                .endsWith("\nlast success time: 0\nlast error time: 0\nlast error: none");
    }

    @Test
    void stop_deliversWhatIsThere() throws InterruptedException {
        start(HOUR);
        TestSpans.record(collector, 3 * BATCH + 5);

        long took = stopAndJoin(2_000 * MILLI);

        assertThat(exporter.delivered).hasValue(3 * BATCH + 5);
        assertThat(exporter.finished).isTrue();
        assertThat(took).isLessThan(1_000 * MILLI);
    }

    @Test
    void stop_duringBackOffDeliversAtOnce() throws InterruptedException {
        exporter.backingOff = true;
        start(5 * MILLI);
        TestSpans.record(collector, 5);
        until(() -> exporter.visited.get() == 5 && exporter.flushes.get() > 0);

        long took = stopAndJoin(2_000 * MILLI);

        assertThat(exporter.delivered).hasValue(5);
        assertThat(took).isLessThan(1_000 * MILLI);
    }

    @Test
    void stop_endsThoughTheApplicationGoesOn() throws InterruptedException {
        AtomicBoolean done = new AtomicBoolean();
        Thread busy = new Thread(() -> TestSpans.onThread(collector, "busy", () -> {
            while (!done.get()) {
                TestSpans.span(TestSpans.CHECKOUT, null, () -> {});
            }
        }));
        busy.start();
        start(HOUR);
        until(() -> exporter.visited.get() > 1000);
        try {
            assertThat(stopAndJoin(20_000 * MILLI)).isLessThan(5_000 * MILLI);
            assertThat(exporter.finished).isTrue();
        } finally {
            done.set(true);
            busy.join();
        }
    }

    @Test
    void stop_overdueDrainsNothingAndSaysSo() throws InterruptedException {
        start(HOUR);
        until(() -> !board.text(StatusBoard.COUNTS).isEmpty() && thread.getState() == Thread.State.TIMED_WAITING);
        TestSpans.record(collector, 5);

        stopAndJoin(0);

        assertThat(err.lines()).last().asString().contains("shutdown 5");
    }
}
