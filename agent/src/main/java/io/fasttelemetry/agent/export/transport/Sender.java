/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export.transport;

import io.fasttelemetry.proto.EncodedRequest;

/**
 * Sends one request at a time over OTLP/HTTP and returns its result. When to try again is the caller's decision; the
 * one exception is a reused connection that turns out to be closed, for which the request is sent again at once on a
 * new one.
 *
 * <p><b>Threads.</b> Belongs to the export thread; {@link #cancel} may be called from any.
 */
public interface Sender {
    /**
     * Sends the request to the signal's URL and waits for the answer.
     *
     * @param timeoutNanos longest wait; 0 waits for ever
     */
    SendResult send(Signal signal, EncodedRequest request, long timeoutNanos);

    /** Whether a certificate or key file has changed since this sender read it. */
    boolean isOutdated();

    /**
     * Closes a connection that is five minutes old, used or not. For the next one the receiver's name is resolved
     * again, and all its addresses are tried.
     */
    void recycle();

    /**
     * Closes a connection that has not been used for this long. An idle connection may have been dropped by a gateway
     * in between, and then requests over it are never answered.
     *
     * @return whether a connection is left that the next request may use
     */
    boolean closeIdle(long idleNanos);

    /** Closes the connection, if there is one; the next request makes another. */
    void close();

    /** Ends the request under way, if there is one and it is of this signal. */
    void cancel(Signal signal);
}
