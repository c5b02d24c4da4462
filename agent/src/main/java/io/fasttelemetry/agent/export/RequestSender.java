/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export;

import io.fasttelemetry.proto.EncodedRequest;

/**
 * Sends one request at a time over OTLP/HTTP and says what came of it. When to try again is the
 * caller's decision alone.
 *
 * <p><b>Threads.</b> The export thread's; {@link #cancel} and {@link #cancelMetrics} may be called from any.
 */
public interface RequestSender {
    /** Sends the batch and waits for the answer, at most {@code timeoutNanos}; 0 waits for ever. */
    SendResult send(EncodedRequest batch, long timeoutNanos);

    /** The same for metrics, if the configuration has a URL for them. Of rejected ones the result has the count. */
    SendResult sendMetrics(EncodedRequest metrics, long timeoutNanos);

    /** Whether a certificate or key file has changed since this sender read it. */
    boolean isOutdated();

    /**
     * Closes a connection that has lived for five minutes, used or not. The name is resolved anew for the next one, and
     * all its addresses are tried.
     */
    void recycle();

    /** Closes the connection, if there is one; the next request makes another. */
    void close();

    /** Ends the request under way, if there is one. */
    void cancel();

    /** Ends the request under way if it is one with metrics. */
    void cancelMetrics();
}
