/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export;

import io.fasttelemetry.agent.export.counts.ExportCounters;
import io.fasttelemetry.agent.export.counts.SelfMetrics;
import io.fasttelemetry.agent.export.counts.SpanCounts;
import io.fasttelemetry.agent.export.counts.SpanCountsPublisher;
import io.fasttelemetry.agent.export.counts.StatusBoard;
import io.fasttelemetry.agent.log.AgentLog;
import io.fasttelemetry.bootstrap.SpanCollector;
import io.fasttelemetry.bootstrap.Tracer;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * Runs the export thread: drains the span collector every interval, and at once when a batch is pending, and has the
 * exporter deliver.
 *
 * <p>Missed ticks are skipped. An error in any step is counted and logged, and the loop goes on. {@link #stop} starts
 * the final drain; {@link #run} returns when everything is delivered or the deadline has passed.
 *
 * <p><b>Control fields.</b> The volatile fields are how other threads steer this one: the shutdown hook writes {@link
 * #deadlineNanos} before {@link #stopped}, {@link #lingering} and {@link #stopping}, whoever asks for a flush writes
 * {@link #flush}; each then unparks {@link #thread}, which this thread writes once. This thread reads them between
 * steps and right before it waits; a read that misses a write costs nothing, since the unpark makes the wait return and
 * the next read sees it. Before {@link #thread} is written there is nothing to unpark, and the first check comes before
 * the first wait.
 */
final class ExportLoop implements Runnable, KeepRunning.Task {
    /** Pause after an error, so that a lasting one does not keep a processor busy. */
    private static final long ERROR_PAUSE_NANOS = 100_000_000L;

    /** Interval of sending while the application's shutdown hooks run. */
    private static final long LINGER_NANOS = 50_000_000L;

    /** Max rounds of the final drain; each takes the spans that ended during the one before. */
    private static final int FINAL_ROUNDS = 3;

    private final SpanCollector collector;
    private final SpanExporter exporter;
    private final ExportCounters counters;
    private final long intervalNanos;
    private final SpanCountsPublisher publisher;
    private final StepErrors errors;
    private final Drainer drainer;
    /** Null if no metrics are sent. */
    private final SelfMetrics metrics;

    private final AtomicBoolean summarised = new AtomicBoolean();
    // written by others: see "Control fields"
    private volatile Thread thread;
    private volatile boolean stopping;
    private volatile boolean lingering;
    private volatile boolean stopped;
    private volatile long deadlineNanos;
    private volatile FlushRequest flush;
    /** Null until {@link #everyTurn(Runnable)} is called. */
    private volatile Runnable everyTurn;
    /** Null until {@link #atEnd(Runnable)} is called. */
    private volatile Runnable atEnd;

    /** Whether the final drain has begun; written by the loop's thread. */
    private volatile boolean finishing;

    ExportLoop(
            SpanCollector collector,
            SpanExporter exporter,
            ExportCounters counters,
            long intervalNanos,
            StatusBoard board,
            SelfMetrics metrics) {
        this.collector = collector;
        this.exporter = exporter;
        this.counters = counters;
        this.intervalNanos = intervalNanos;
        this.publisher = new SpanCountsPublisher(counters, board, intervalNanos);
        this.metrics = metrics;
        errors = new StepErrors(counters);
        drainer = new Drainer(collector, exporter, errors);
    }

    /** Has the export thread run a task in each turn. Any thread; the last call counts. */
    void everyTurn(Runnable task) {
        everyTurn = task;
        LockSupport.unpark(thread); // for its first run
    }

    /**
     * Has the export thread run a task before its closing message, unless the deadline has passed. Any thread; the last
     * call counts.
     */
    void atEnd(Runnable task) {
        atEnd = task;
    }

    /**
     * Asks the export thread to send what is pending now, and to publish the result under this id. Any thread; of
     * several requests the last counts.
     */
    void requestFlush(String id) {
        flush = new FlushRequest(id);
        collector.wake();
        LockSupport.unpark(thread);
    }

    /**
     * Has what is recorded from now until {@link #stop} delivered at once, since the process is about to end. Any
     * thread.
     */
    void linger() {
        lingering = !stopped;
        stopping = true;
        LockSupport.unpark(thread);
        if (metrics != null) {
            metrics.cancel();
        }
    }

    /** Ends the loop after a final drain. Any thread; the first call counts. */
    void stop(long deadline) {
        if (!stopped) {
            deadlineNanos = deadline;
            stopped = true;
            lingering = false;
            stopping = true;
            LockSupport.unpark(thread);
            if (metrics != null) {
                metrics.cancel();
            }
        }
    }

    /** Spans begun so far. Can lag when it is called on another thread than this loop's. */
    long startedCount() {
        return collector.counts().startedCount;
    }

    @Override
    public void recover(Throwable failure) {
        pause();
        errors.report(failure);
    }

    @Override
    public void run() {
        thread = Thread.currentThread();
        Tracer.suppressThisThread();
        long nextTick = System.nanoTime() + intervalNanos;
        boolean flushDue = false;
        boolean more = false;
        try {
            ClockReading.update();
            collector.prepareExceptionCaller();
            runEveryTurn();
        } catch (Throwable t) {
            errors.report(t);
        }
        while (!stopping) {
            try {
                if (!more && hasTimeToWait()) {
                    await(nextTick - System.nanoTime());
                    if (stopping) {
                        break; // what is sent from now on is bound by the deadline
                    }
                }
                long lateNanos = System.nanoTime() - nextTick;
                if (lateNanos >= 0) {
                    nextTick += intervalNanos * (lateNanos / intervalNanos + 1);
                    flushDue = true;
                    drainer.initialise();
                }
                boolean all = drainer.drain();
                if (flushDue && all) {
                    exporter.flush();
                    flushDue = false;
                }
                more = !all && exporter.hasRoom();
                if (flush == null) {
                    exporter.deliver();
                } else {
                    serve(flush, all);
                }
                if (publisher.isDue()) {
                    publisher.publish(counts());
                }
                if (metrics != null && metrics.nanosUntilDue() == 0) {
                    metrics.send(counts());
                }
                runEveryTurn();
                AgentLog.writeQueued();
            } catch (Throwable t) {
                errors.report(t);
                abandonFlush(t);
                pause();
            }
        }
        while (lingering) {
            lingerOnce();
        }
        finish();
    }

    private boolean hasTimeToWait() {
        FlushRequest request = flush;
        return request == null || request.isWaiting();
    }

    private void runEveryTurn() {
        Runnable task = everyTurn;
        if (task != null) {
            task.run();
        }
    }

    private void lingerOnce() {
        try {
            if (drainer.drain()) {
                exporter.flush();
            }
            exporter.deliver();
            AgentLog.writeQueued();
        } catch (Throwable t) {
            errors.report(t);
        }
        if (lingering && exporter.nanosUntilDue() != 0) {
            LockSupport.parkNanos(this, LINGER_NANOS);
        }
    }

    private void await(long untilTickNanos) {
        Thread.interrupted(); // not how this loop is stopped, and with the flag set every wait would return at once
        long nanos = Math.min(Math.min(untilTickNanos, publisher.nanosUntilDue()), exporter.nanosUntilDue());
        if (metrics != null) {
            nanos = Math.min(nanos, metrics.nanosUntilDue());
        }
        if (nanos <= 0 || stopping || !hasTimeToWait()) {
            return;
        }
        if (exporter.hasRoom()) {
            collector.await(nanos);
        } else {
            LockSupport.parkNanos(this, nanos); // nothing can be drained, so spans need not wake this thread
        }
    }

    private void serve(FlushRequest request, boolean drainedAll) {
        long bufferedCount = collector.counts().pendingCount;
        answer(request, request.step(drainedAll, bufferedCount, exporter, counters));
    }

    private void abandonFlush(Throwable failure) {
        FlushRequest request = flush;
        if (request != null) {
            try {
                answer(request, request.failed(failure.toString()));
            } catch (Throwable t) {
                flush = null; // whoever asked gets no answer; the loop goes on
            }
        }
    }

    private void answer(FlushRequest request, String answer) {
        if (answer != null) {
            if (flush == request) { // and not a newer one
                flush = null;
            }
            publisher.answer(counts(), answer);
        }
    }

    private void pause() {
        if (!stopping) {
            LockSupport.parkNanos(this, ERROR_PAUSE_NANOS);
        }
    }

    /**
     * Delivers what has ended by now. It does not go on until nothing is left: with a busy application it would never
     * end.
     */
    private void finish() {
        finishing = true;
        Thread.interrupted();
        int round = 0;
        do {
            try {
                exporter.beginFinish(deadlineNanos);
                long left = collector.counts().pendingCount;
                do {
                    left = drainer.drainUpTo(left, deadlineNanos);
                    exporter.finish(deadlineNanos);
                } while (left > 0 && !isOver());
            } catch (Throwable t) {
                errors.report(t);
                LockSupport.parkNanos(this, Math.min(ERROR_PAUSE_NANOS, deadlineNanos - System.nanoTime()));
            }
            round++;
        } while (round < FINAL_ROUNDS && collector.counts().pendingCount > 0 && !isOver());
        runAtEnd();
        summarise();
        if (metrics != null) {
            metrics.finish(counts(), deadlineNanos);
        }
    }

    private void runAtEnd() {
        Runnable task = atEnd;
        if (task != null && !isOver()) {
            try {
                AgentLog.writeQueued();
                task.run();
            } catch (Throwable t) {
                errors.report(t); // the closing message comes all the same
            }
        }
    }

    private boolean isOver() {
        return System.nanoTime() - deadlineNanos >= 0;
    }

    /** Whether the final drain has begun; a request that is under way then is bound by the deadline. Any thread. */
    boolean isFinishing() {
        return finishing;
    }

    boolean isSummarised() {
        return summarised.get();
    }

    /**
     * Logs the closing message, once. Any thread: the shutdown hook has it done if this thread is blocked, and then the
     * counts may lag.
     */
    void summarise() {
        if (!summarised.compareAndSet(false, true)) {
            return;
        }
        AgentLog.writeQueued();
        SpanCounts now = counts();
        publisher.reportFullBuffers(now);
        if (now.droppedCount() + now.pendingCount() > 0) {
            AgentLog.warn(now.closingMessage());
        } else {
            AgentLog.info(now.closingMessage());
        }
    }

    private SpanCounts counts() {
        return SpanCounts.read(collector, counters, exporter.queuedCount());
    }
}
