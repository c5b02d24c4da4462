/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export;

import io.fasttelemetry.bootstrap.CollectorStats;
import io.fasttelemetry.bootstrap.SpanCollector;

/**
 * What became of every span so far: the one snapshot that the closing line, the status, the metrics and the counts on
 * requests are all made of.
 *
 * <p>{@link #read} belongs to the export thread, and the counts then balance: {@code started = sampled out + exported +
 * dropped + held + unfinished}. On another thread they can lag by what is under way. Immutable.
 */
final class Accounts {
    final long startedCount;
    final long sampledOutCount;
    final long exportedCount;

    // dropped, by reason
    /** Of traces that were not begun, since buffers were running full. */
    final long shedCount;

    final long buffersFullCount;
    final long refusedCount;
    final long rejectedCount;
    final long unsentCount;
    final long failedCount;

    /** Finished and not drained yet. */
    final long bufferedCount;
    /** Room for such, as it is now. */
    final long bufferCapacityCount;
    /** Drained and not settled yet. */
    final long backlogCount;
    /** Begun and not ended. */
    final long unfinishedCount;

    final long requestCount;
    /** Steps of the export thread that ended in an error. */
    final long failedStepCount;

    final int failuresInARow;
    /** Null if there was none. */
    final String lastError;

    /** 0 for never, as is the other. */
    final long lastErrorEpochMillis;

    final long lastSuccessEpochMillis;

    private Accounts(CollectorStats collected, long bufferCapacityCount, ExportStats settled, long backlogCount) {
        startedCount = collected.startedCount;
        sampledOutCount = collected.sampledOutCount;
        exportedCount = settled.exportedCount;
        shedCount = collected.shedCount;
        buffersFullCount = collected.droppedCount;
        refusedCount = settled.refusedCount;
        rejectedCount = settled.rejectedCount;
        unsentCount = settled.shutdownCount;
        failedCount = settled.failedCount + collected.suppressedCount;
        bufferedCount = collected.heldCount;
        this.bufferCapacityCount = bufferCapacityCount;
        this.backlogCount = backlogCount;
        unfinishedCount = collected.liveCount();
        requestCount = settled.requestCount;
        failedStepCount = settled.failedStepCount;
        failuresInARow = settled.failuresInARow;
        lastError = settled.lastError;
        lastErrorEpochMillis = settled.lastErrorEpochMillis;
        lastSuccessEpochMillis = settled.lastSuccessEpochMillis;
    }

    static Accounts read(SpanCollector collector, ExportStats stats, long backlogCount) {
        return new Accounts(collector.stats(), collector.capacityCount(), stats, backlogCount);
    }

    long droppedCount() {
        return shedCount + buffersFullCount + refusedCount + rejectedCount + unsentCount + failedCount;
    }

    long heldCount() {
        return bufferedCount + backlogCount;
    }

    /** Of a process that ends: what is held now is lost. */
    String closingLine() {
        return "started " + startedCount + " spans: exported " + exportedCount
                + ", sampled out " + sampledOutCount
                + ", dropped " + (droppedCount() + heldCount()) + " (shed " + shedCount
                + ", buffers full " + buffersFullCount
                + ", refused by the receiver " + refusedCount
                + ", rejected by the receiver " + rejectedCount
                + ", not sent before exit " + (unsentCount + heldCount())
                + ", failed " + failedCount
                + "), unfinished " + unfinishedCount
                + ", in " + requestCount + " requests";
    }

    /** Lines of {@code key: value}; values of keys that end in "time" are milliseconds since 1970, 0 for never. */
    String statusText(long nowEpochMillis) {
        return "time: " + nowEpochMillis
                + "\nstarted: " + startedCount
                + "\nsampled out: " + sampledOutCount
                + "\nexported: " + exportedCount
                + "\ndropped: " + droppedCount()
                + "\ndropped, shed: " + shedCount
                + "\ndropped, buffers full: " + buffersFullCount
                + "\ndropped, refused by the receiver: " + refusedCount
                + "\ndropped, rejected by the receiver: " + rejectedCount
                + "\ndropped, not sent before exit: " + unsentCount
                + "\ndropped, failed: " + failedCount
                + "\nheld in buffers: " + bufferedCount
                + "\nheld in the backlog: " + backlogCount
                + "\nunfinished: " + unfinishedCount
                + "\nrequests: " + requestCount
                + "\nfailed steps: " + failedStepCount
                + "\nfailures in a row: " + failuresInARow
                + "\nlast success time: " + lastSuccessEpochMillis
                + "\nlast error time: " + lastErrorEpochMillis
                + "\nlast error: " + (lastError == null ? "none" : oneLine(lastError));
    }

    private static String oneLine(String text) {
        return text.replace('\n', ' ').replace('\r', ' ');
    }
}
