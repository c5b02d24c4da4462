/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export;

import io.fasttelemetry.agent.config.AgentConfig;
import io.fasttelemetry.proto.EncodedRequest;

/**
 * The sender in use: made with the first request, and made anew when its certificates have changed
 * or an Error has broken it.
 *
 * <p><b>Threads.</b> The export thread's; {@link #cancel} and {@link #cancelMetrics} may be called from any.
 */
class RenewingSender {
    /** Each set of the sender's classes takes megabytes, and a minute passes until they can go. */
    private static final long RENEWAL_NANOS = 30_000_000_000L;

    private final AgentConfig config;
    private final String version;
    private long mayRenewNanos = System.nanoTime();
    private SenderFactory senders;
    private volatile RequestSender sender;

    RenewingSender(AgentConfig config, String version) {
        this.config = config;
        this.version = version;
    }

    /**
     * Never throws: whatever goes wrong on the way, an unreadable certificate for instance, may
     * be better the next time.
     */
    SendResult send(EncodedRequest batch, long timeoutNanos) {
        try {
            return sender().send(batch, timeoutNanos);
        } catch (Throwable t) {
            return unsent(t);
        }
    }

    /** The same for metrics. */
    SendResult sendMetrics(EncodedRequest metrics, long timeoutNanos) {
        try {
            return sender().sendMetrics(metrics, timeoutNanos);
        } catch (Throwable t) {
            return unsent(t);
        }
    }

    private RequestSender sender() {
        RequestSender made = sender;
        if (made != null && made.isOutdated()) {
            made.close();
            sender = null;
            made = null;
        }
        if (made == null) {
            if (senders == null) {
                senders = newFactory();
            }
            made = senders.newSender(config, version);
            sender = made;
        }
        return made;
    }

    SenderFactory newFactory() {
        return HttpClassLoader.newFactory();
    }

    private SendResult unsent(Throwable failure) {
        if (failure instanceof Error && System.nanoTime() - mayRenewNanos >= 0) {
            mayRenewNanos = System.nanoTime() + RENEWAL_NANOS;
            abandon();
        }
        return SendResult.retry(failure.toString(), SendResult.NO_RETRY_AFTER);
    }

    /**
     * Where memory ran out, a class that was being initialised is lost for good, or a thread that the client counts on.
     * The next request is for another sender, with classes of its own.
     */
    private void abandon() {
        RequestSender lost = sender;
        sender = null;
        senders = null;
        try {
            if (lost != null) {
                lost.close();
            }
        } catch (Throwable ignored) {
            // it may be just that class
        }
    }

    /** The next Error renews the sender, however short ago another one did. For the last attempts of a process. */
    void mayRenewNow() {
        mayRenewNanos = System.nanoTime();
    }

    /** Closes a connection that is too old. */
    void recycle() {
        RequestSender made = sender;
        if (made != null) {
            made.recycle();
        }
    }

    /** Ends the request under way. */
    void cancel() {
        RequestSender made = sender;
        if (made != null) {
            made.cancel();
        }
    }

    /** Ends the request under way if it is one with metrics. */
    void cancelMetrics() {
        RequestSender made = sender;
        if (made != null) {
            made.cancelMetrics();
        }
    }
}
