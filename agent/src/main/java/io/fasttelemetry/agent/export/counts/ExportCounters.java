/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export.counts;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts what became of the spans that left the span collector. Written by the export thread alone; any thread may
 * read a count, which can lag.
 */
@SuppressWarnings("NonAtomicVolatileUpdate") // one writer
public final class ExportCounters {
    private volatile long exportedCount;
    private volatile long requestCount;
    private volatile int failuresInARow;
    private volatile String lastError;
    volatile long lastErrorEpochMillis;
    volatile long lastSuccessEpochMillis;
    private volatile long failedStepCount;
    private final AtomicLongArray droppedCounts = new AtomicLongArray(DropReason.all().length);

    /** Counts spans that the receiver took. */
    public void exported(long spans) {
        exportedCount = exportedCount + spans;
    }

    /** Counts spans that will never reach the receiver. */
    public void dropped(DropReason reason, long spans) {
        droppedCounts.lazySet(reason.index(), droppedCounts.get(reason.index()) + spans);
    }

    /** Counts a step of the export loop that ended in an error. */
    public void stepFailed() {
        failedStepCount = failedStepCount + 1;
    }

    /** Counts a request with spans that is about to be sent. */
    public void request() {
        requestCount = requestCount + 1;
    }

    /** Counts a request that the receiver took. */
    public void requestSucceeded() {
        failuresInARow = 0;
        lastSuccessEpochMillis = System.currentTimeMillis();
    }

    /** Counts a request that the receiver did not take, for now or for good. */
    public void requestFailed(String message) {
        failuresInARow = failuresInARow + 1;
        lastErrorEpochMillis = System.currentTimeMillis();
        lastError = message;
    }

    public long exportedCount() {
        return exportedCount;
    }

    /** Spans dropped for this reason after they left the span collector. */
    public long droppedCount(DropReason reason) {
        return droppedCounts.get(reason.index());
    }

    /** Spans that left the span collector and whose fate is known. */
    public long settledCount() {
        long sum = exportedCount;
        for (int i = 0; i < droppedCounts.length(); i++) {
            sum += droppedCounts.get(i);
        }
        return sum;
    }

    /** Requests with spans, successful or not. */
    public long requestCount() {
        return requestCount;
    }

    /** Steps of the export loop that ended in an error. */
    public long failedStepCount() {
        return failedStepCount;
    }

    /** Requests that failed since the last success. */
    public int failuresInARow() {
        return failuresInARow;
    }

    /** The message of the last failed request, or null. */
    public String lastError() {
        return lastError;
    }
}
