/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export.transport;

import io.fasttelemetry.proto.EncodedRequest;

/**
 * Holds one request that is sent while the export thread goes on. Free, then started, then answered, until it is
 * released. Owned by the export thread.
 */
public interface SendSlot {
    /**
     * Starts to send a request. Call only when free.
     *
     * @param timeoutNanos longest wait for the answer; 0 waits for ever
     */
    void start(Signal signal, EncodedRequest request, long timeoutNanos);

    /** The result of the request that was started; null while there is none. */
    SendResult result();

    /** Nanoseconds from the beginning to the result. */
    long elapsedNanos();

    /** Makes the slot free again, after its result was used. */
    void release();
}
