/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export.otlp;

import io.fasttelemetry.proto.EncodedRequest;
import java.util.ArrayDeque;

/** Encoded batches that wait to be sent, oldest first, bounded in bytes. Owned by the export thread. */
final class ExportQueue {
    /** Memory that a batch takes beside its body, roughly. */
    private static final int OVERHEAD_BYTES = 128;

    private final ArrayDeque<EncodedRequest> batches = new ArrayDeque<>();
    private final long maxBytes;
    private long bytes;
    private long spanCount;

    ExportQueue(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    boolean hasRoom() {
        return bytes < maxBytes;
    }

    boolean isEmpty() {
        return batches.isEmpty();
    }

    void add(EncodedRequest batch) {
        batches.addLast(batch);
        count(batch, 1);
    }

    /**
     * The oldest batch, null if there is none. It stays in the queue until it is settled and {@link #removeFirst} is
     * called.
     */
    EncodedRequest first() {
        return batches.peekFirst();
    }

    void removeFirst() {
        count(batches.removeFirst(), -1);
    }

    /** Replaces the oldest batch by its halves. */
    void splitFirst(EncodedRequest firstHalf, EncodedRequest secondHalf) {
        removeFirst();
        batches.addFirst(secondHalf);
        batches.addFirst(firstHalf);
        count(firstHalf, 1);
        count(secondHalf, 1);
    }

    long bytes() {
        return bytes;
    }

    long spanCount() {
        return spanCount;
    }

    private void count(EncodedRequest batch, int sign) {
        bytes += sign * (batch.body().length + (long) OVERHEAD_BYTES);
        spanCount += (long) sign * batch.spanCount();
    }
}
