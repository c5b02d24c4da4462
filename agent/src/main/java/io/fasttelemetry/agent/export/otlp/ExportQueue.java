/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export.otlp;

import io.fasttelemetry.proto.EncodedRequest;

/**
 * Encoded batches that are not settled, oldest first, bounded in bytes: those that wait to be sent, and those whose
 * answers are awaited, which keep their places. Owned by the export thread.
 */
final class ExportQueue {
    /** Memory that a batch takes beside its body, roughly. */
    private static final int OVERHEAD_BYTES = 128;

    private final long maxBytes;
    /** Before the oldest and behind the newest. */
    private final QueuedBatch ends = new QueuedBatch(null);

    private long bytes;
    private long spanCount;
    private long inFlightSpanCount;
    private int batchCount;
    private int inFlightCount;

    ExportQueue(long maxBytes) {
        this.maxBytes = maxBytes;
        ends.next = ends;
        ends.previous = ends;
    }

    boolean hasRoom() {
        return bytes < maxBytes;
    }

    boolean isEmpty() {
        return batchCount == 0;
    }

    /** Whether there is a batch that waits to be sent. */
    boolean hasWaiting() {
        return batchCount > inFlightCount;
    }

    void add(EncodedRequest request) {
        insertBefore(ends, new QueuedBatch(request));
    }

    /** The oldest batch that waits to be sent; null if there is none. */
    QueuedBatch firstWaiting() {
        QueuedBatch batch = ends.next;
        while (batch != ends && batch.inFlight) {
            batch = batch.next;
        }
        return batch == ends ? null : batch;
    }

    /** The oldest batch that waits to be sent for the first time; null if there is none. */
    QueuedBatch firstUntried() {
        QueuedBatch batch = ends.next;
        while (batch != ends && (batch.inFlight || batch.failed)) {
            batch = batch.next;
        }
        return batch == ends ? null : batch;
    }

    /** Notes that a waiting batch is being sent. */
    void sent(QueuedBatch batch) {
        batch.inFlight = true;
        inFlightCount++;
        inFlightSpanCount += batch.spanCount();
    }

    /** Notes that a batch is not being sent any more, and waits again. */
    void returned(QueuedBatch batch) {
        batch.inFlight = false;
        inFlightCount--;
        inFlightSpanCount -= batch.spanCount();
    }

    /** Removes a waiting batch. */
    void remove(QueuedBatch batch) {
        batch.previous.next = batch.next;
        batch.next.previous = batch.previous;
        count(batch, -1);
    }

    /** Replaces a waiting batch by its halves. */
    void split(QueuedBatch batch, EncodedRequest firstHalf, EncodedRequest secondHalf) {
        QueuedBatch first = new QueuedBatch(firstHalf);
        QueuedBatch second = new QueuedBatch(secondHalf);
        insertBefore(batch, first);
        insertBefore(batch, second);
        remove(batch);
    }

    /** Removes all batches. */
    void clear() {
        ends.next = ends;
        ends.previous = ends;
        bytes = 0;
        spanCount = 0;
        inFlightSpanCount = 0;
        batchCount = 0;
        inFlightCount = 0;
    }

    long bytes() {
        return bytes;
    }

    /** Spans of all batches. */
    long spanCount() {
        return spanCount;
    }

    /** Spans of the batches that wait to be sent. */
    long waitingSpanCount() {
        return spanCount - inFlightSpanCount;
    }

    private void insertBefore(QueuedBatch later, QueuedBatch batch) {
        batch.next = later;
        batch.previous = later.previous;
        later.previous.next = batch;
        later.previous = batch;
        count(batch, 1);
    }

    private void count(QueuedBatch batch, int sign) {
        bytes += sign * (batch.request.body().length + (long) OVERHEAD_BYTES);
        spanCount += (long) sign * batch.spanCount();
        batchCount += sign;
    }
}
