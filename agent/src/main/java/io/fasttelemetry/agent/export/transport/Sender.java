/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export.transport;

import io.fasttelemetry.proto.EncodedRequest;

/**
 * Sends one request at a time over OTLP/HTTP and says what came of it. Never repeats a request: when to try again is
 * the caller's decision alone.
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
     * Closes a connection that has lived for five minutes, used or not. The receiver's name is resolved anew for the
     * next one, and all its addresses are tried.
     */
    void recycle();

    /**
     * Closes a connection that has not been used for this long. One that is idle may have been forgotten on the way,
     * by a gateway for instance, and then requests over it are never answered.
     *
     * @return whether the next request may go over a connection that is there
     */
    boolean closeIdle(long idleNanos);

    /** Closes the connection, if there is one; the next request makes another. */
    void close();

    /** Ends the request under way, if there is one and it is of this signal. */
    void cancel(Signal signal);
}
