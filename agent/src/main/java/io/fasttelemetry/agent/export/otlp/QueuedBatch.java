/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export.otlp;

import io.fasttelemetry.proto.EncodedRequest;

/** A batch in the {@link ExportQueue}, which links them; so a change of its state needs no memory. */
final class QueuedBatch {
    final EncodedRequest request;
    /** Whether its answer is awaited. */
    boolean inFlight;
    /** Whether an attempt to send it has failed. */
    boolean failed;

    QueuedBatch previous;
    QueuedBatch next;

    QueuedBatch(EncodedRequest request) {
        this.request = request;
    }

    int spanCount() {
        return request.spanCount();
    }
}
