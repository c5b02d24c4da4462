/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export.transport;

import io.fasttelemetry.agent.config.AgentConfig;
import io.fasttelemetry.proto.EncodedRequest;

/**
 * The sender in use, for spans and metrics alike: made with the first request, made anew when a certificate file has
 * changed, and loaded anew, with all its classes, when an Error has broken it.
 *
 * <p><b>Threads.</b> Belongs to the export thread; {@link #cancel} may be called from any.
 */
public class ReloadingSender {
    /** Each set of the sender's classes takes megabytes, and a minute passes until they can go. */
    private static final long RELOAD_NANOS = 30_000_000_000L;

    private final AgentConfig config;
    private final String version;
    private long mayReloadNanos = System.nanoTime();
    private SenderFactory senders;
    /** All of the JDK that a request needs has been initialised. */
    private boolean hasSucceeded;

    private volatile Sender sender;

    public ReloadingSender(AgentConfig config, String version) {
        this.config = config;
        this.version = version;
    }

    /**
     * Sends a request. Never throws: whatever goes wrong on the way, an unreadable certificate for instance, may be
     * better the next time.
     */
    public SendResult send(Signal signal, EncodedRequest request, long timeoutNanos) {
        try {
            String reasonToWait = hasSucceeded ? null : FirstUse.reasonToWait();
            if (reasonToWait != null) {
                return SendResult.retry("not sent yet: " + reasonToWait, SendResult.NO_RETRY_AFTER);
            }
            SendResult result = sender().send(signal, request, timeoutNanos);
            hasSucceeded |= result.outcome == SendResult.Outcome.DELIVERED;
            return result;
        } catch (Throwable t) {
            return unsent(t);
        }
    }

    private Sender sender() {
        Sender made = sender;
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
        return TransportClassLoader.newFactory();
    }

    private SendResult unsent(Throwable failure) {
        if (failure instanceof Error && System.nanoTime() - mayReloadNanos >= 0) {
            mayReloadNanos = System.nanoTime() + RELOAD_NANOS;
            abandon();
        }
        return SendResult.retry(failure.toString(), SendResult.NO_RETRY_AFTER);
    }

    /**
     * Where memory ran out, a class that was being initialised is lost for good, or a thread that the client counts
     * on. The next request is for another sender, with classes of its own.
     */
    private void abandon() {
        Sender lost = sender;
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

    /** Lets the next Error reload the sender, however short ago another one did. For the last attempts of a process. */
    public void mayReloadNow() {
        mayReloadNanos = System.nanoTime();
    }

    /** Closes a connection that is too old. */
    public void recycle() {
        Sender made = sender;
        if (made != null) {
            made.recycle();
        }
    }

    /** Ends the request under way, if it is of this signal. */
    public void cancel(Signal signal) {
        Sender made = sender;
        if (made != null) {
            made.cancel(signal);
        }
    }
}
