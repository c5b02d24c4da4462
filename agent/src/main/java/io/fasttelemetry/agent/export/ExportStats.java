/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export;

/**
 * What became of the spans that left the collector. Written by the export thread; any thread may
 * read a count, which can lag.
 */
@SuppressWarnings("NonAtomicVolatileUpdate") // one writer
final class ExportStats {
    volatile long exportedCount;
    volatile long rejectedCount;
    volatile long refusedCount;
    volatile long shutdownCount;
    volatile long failedCount;
    volatile long requestCount;
    volatile int failuresInARow;
    volatile String lastError;
    volatile long lastErrorEpochMillis;
    volatile long lastSuccessEpochMillis;
    volatile long failedStepCount;

    /** Accepted by the receiver. */
    void exported(long spans) {
        exportedCount = exportedCount + spans;
    }

    /** Reached the receiver, which took the batch but not these. */
    void rejected(long spans) {
        rejectedCount = rejectedCount + spans;
    }

    /** The receiver answered that it will never take them. */
    void refused(long spans) {
        refusedCount = refusedCount + spans;
    }

    /** Still here when the time for the shutdown was over. */
    void unsentAtShutdown(long spans) {
        shutdownCount = shutdownCount + spans;
    }

    /** Could not be encoded. */
    void failed(long spans) {
        failedCount = failedCount + spans;
    }

    /** A step of the export loop ended in an error. */
    void stepFailed() {
        failedStepCount = failedStepCount + 1;
    }

    void request() {
        requestCount = requestCount + 1;
    }

    /** A request was taken. */
    void requestSucceeded() {
        failuresInARow = 0;
        lastSuccessEpochMillis = System.currentTimeMillis();
    }

    /** A request was not taken, for now or for good. */
    void requestFailed(String message) {
        failuresInARow = failuresInARow + 1;
        lastErrorEpochMillis = System.currentTimeMillis();
        lastError = message;
    }

    /** Spans that left the collector and whose fate is known. */
    long settledCount() {
        return exportedCount + rejectedCount + refusedCount + shutdownCount + failedCount;
    }
}
