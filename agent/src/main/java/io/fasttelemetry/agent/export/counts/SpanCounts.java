/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export.counts;

import io.fasttelemetry.bootstrap.SpanCollector;
import io.fasttelemetry.bootstrap.SpanCollectorCounts;

/**
 * Snapshot of the span counts, from which the closing message, {@code status}, the metrics and the attributes on
 * requests are made.
 *
 * <p>Read on the export thread the counts balance: {@code started = exported + sampled out + dropped + pending +
 * active}. On another thread they can lag by what is under way. Immutable.
 */
public final class SpanCounts {
    final long startedCount;
    final long sampledOutCount;
    final long exportedCount;
    /** Finished and still in the span collector. */
    final long bufferedCount;
    /** Spans that the span collector's buffers can hold at present. */
    final long bufferCapacityCount;
    /** Drained from the span collector and not settled: in the export queue, or in the batch under construction. */
    final long queuedCount;
    /** Begun and not ended. */
    final long activeCount;

    final long requestCount;
    /** Steps of the export thread that ended in an error. */
    final long failedStepCount;

    final int failuresInARow;
    /** Null if there was none. */
    final String lastError;
    /** Milliseconds since 1970, 0 for never; so is {@link #lastSuccessEpochMillis}. */
    final long lastErrorEpochMillis;

    final long lastSuccessEpochMillis;

    private final long[] sampledOutCounts = new long[SampledOutReason.all().length];
    private final long[] droppedCounts = new long[DropReason.all().length];

    private SpanCounts(SpanCollectorCounts recorded, long bufferCapacityCount, ExportCounters settled, long queued) {
        startedCount = recorded.startedCount;
        sampledOutCount = recorded.sampledOutCount;
        for (SampledOutReason reason : SampledOutReason.all()) {
            sampledOutCounts[reason.index()] = reason.countIn(recorded);
        }
        exportedCount = settled.exportedCount();
        for (DropReason reason : DropReason.all()) {
            droppedCounts[reason.index()] = settled.droppedCount(reason);
        }
        droppedCounts[DropReason.LOAD_SHED.index()] += recorded.loadShedCount;
        droppedCounts[DropReason.QUEUE_FULL.index()] += recorded.queueFullCount;
        droppedCounts[DropReason.ERROR.index()] += recorded.errorCount;
        bufferedCount = recorded.pendingCount;
        this.bufferCapacityCount = bufferCapacityCount;
        queuedCount = queued;
        activeCount = recorded.activeCount();
        requestCount = settled.requestCount();
        failedStepCount = settled.failedStepCount();
        failuresInARow = settled.failuresInARow();
        lastError = settled.lastError();
        lastErrorEpochMillis = settled.lastErrorEpochMillis;
        lastSuccessEpochMillis = settled.lastSuccessEpochMillis;
    }

    /** @param queuedCount spans that have left the collector and are not settled */
    public static SpanCounts read(SpanCollector collector, ExportCounters counters, long queuedCount) {
        return new SpanCounts(collector.counts(), collector.capacityCount(), counters, queuedCount);
    }

    public long dropped(DropReason reason) {
        return droppedCounts[reason.index()];
    }

    /** Sampled out for this reason. */
    public long sampledOut(SampledOutReason reason) {
        return sampledOutCounts[reason.index()];
    }

    /** Dropped for any reason. */
    public long droppedCount() {
        long sum = 0;
        for (long count : droppedCounts) {
            sum += count;
        }
        return sum;
    }

    /** Finished and not settled. */
    public long pendingCount() {
        return bufferedCount + queuedCount;
    }

    /**
     * The text of the closing message. It says why spans were sampled out unless that was the sampler alone. It counts
     * what is pending as dropped, since the process ends.
     */
    public String closingMessage() {
        StringBuilder text = new StringBuilder(256)
                .append("started ")
                .append(startedCount)
                .append(startedCount == 1 ? " span: exported " : " spans: exported ")
                .append(exportedCount)
                .append(", sampled out ")
                .append(sampledOutCount);
        if (sampledOut(SampledOutReason.SAMPLER) != sampledOutCount) {
            String separator = " (";
            for (SampledOutReason reason : SampledOutReason.all()) {
                text.append(separator).append(reason.word()).append(' ').append(sampledOut(reason));
                separator = ", ";
            }
            text.append(')');
        }
        text.append(", dropped ").append(droppedCount() + pendingCount());
        String separator = " (";
        for (DropReason reason : DropReason.all()) {
            long atExit = reason == DropReason.SHUTDOWN ? pendingCount() : 0;
            text.append(separator).append(reason.word()).append(' ').append(dropped(reason) + atExit);
            separator = ", ";
        }
        return text.append("), active ")
                .append(activeCount)
                .append("; ")
                .append(requestCount)
                .append(requestCount == 1 ? " request" : " requests")
                .toString();
    }

    /**
     * The text that {@code status} prints: {@code key: value} lines. Values of keys that end in "time" are milliseconds
     * since 1970, 0 for never.
     */
    String statusText(long nowEpochMillis) {
        StringBuilder text = new StringBuilder(512);
        put(text, "time", nowEpochMillis);
        put(text, "started", startedCount);
        put(text, "exported", exportedCount);
        put(text, "sampled out", sampledOutCount);
        for (SampledOutReason reason : SampledOutReason.all()) {
            put(text, "sampled out{" + reason.word() + "}", sampledOut(reason));
        }
        put(text, "dropped", droppedCount());
        for (DropReason reason : DropReason.all()) {
            put(text, "dropped{" + reason.word() + "}", dropped(reason));
        }
        put(text, "pending", pendingCount());
        put(text, "pending{span_collector}", bufferedCount);
        put(text, "pending{export_queue}", queuedCount);
        put(text, "active", activeCount);
        put(text, "requests", requestCount);
        put(text, "failed steps", failedStepCount);
        put(text, "failures in a row", failuresInARow);
        put(text, "last success time", lastSuccessEpochMillis);
        put(text, "last error time", lastErrorEpochMillis);
        return text.append("last error: ")
                .append(
                        lastError == null
                                ? "none"
                                : lastError.replace('\n', ' ').replace('\r', ' '))
                .toString();
    }

    private static void put(StringBuilder text, String key, long value) {
        text.append(key).append(": ").append(value).append('\n');
    }
}
