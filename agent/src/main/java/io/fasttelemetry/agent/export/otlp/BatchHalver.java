/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export.otlp;

import io.fasttelemetry.proto.EncodedRequest;
import io.fasttelemetry.proto.GzipWriter;
import io.fasttelemetry.proto.RequestSplitter;
import io.fasttelemetry.proto.TraceRequestEncoder;

/** Halves batches that the receiver finds too large. Owned by the export thread. */
final class BatchHalver {
    private final ExportQueue queue;
    private final RequestEncoders encoders;
    private final DropAttributes drops;
    private final GzipWriter gzip;

    /** @param gzip null for requests that are not compressed */
    BatchHalver(ExportQueue queue, RequestEncoders encoders, DropAttributes drops, GzipWriter gzip) {
        this.queue = queue;
        this.encoders = encoders;
        this.drops = drops;
        this.gzip = gzip;
    }

    /** Replaces a waiting batch by its halves; returns the size of the larger one, before compression. */
    long halve(QueuedBatch batch) {
        TraceRequestEncoder request = encoders.newTraceEncoder();
        drops.putInto(request);
        EncodedRequest[] halves = RequestSplitter.halve(batch.request, request, gzip);
        queue.split(batch, halves[0], halves[1]);
        return Math.max(halves[0].rawBytes(), halves[1].rawBytes());
    }
}
