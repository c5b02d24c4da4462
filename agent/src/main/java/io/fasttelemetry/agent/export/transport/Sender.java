/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export.transport;

import io.fasttelemetry.proto.EncodedRequest;

/**
 * Sends requests over OTLP/HTTP and returns their results. When to try again is the caller's decision; the one
 * exception is a reused connection that turns out to be closed, for which the request is sent again at once on a new
 * one.
 *
 * <p><b>Threads.</b> Any; each thread that sends has a connection of its own while it does.
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
     * Closes idle connections when they are five minutes old; one that is in use is closed after its request. For the
     * next one the receiver's name is resolved again, and all its addresses are tried.
     */
    void recycle();

    /**
     * Closes the connections if none was used for this long. An idle connection may have been dropped by a gateway in
     * between, and then requests over it are never answered.
     *
     * @return whether a connection is left that the next request may use
     */
    boolean closeIdle(long idleNanos);

    /** Closes all connections that are not in use; the next request makes another. */
    void close();

    /** Ends the requests under way that are of this signal. */
    void cancel(Signal signal);

    /** Ends this request, if it is under way. */
    void cancel(EncodedRequest request);
}
