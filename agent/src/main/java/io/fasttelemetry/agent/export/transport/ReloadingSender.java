/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export.transport;

import io.fasttelemetry.agent.config.AgentConfig;
import io.fasttelemetry.proto.EncodedRequest;

/**
 * The sender in use, for spans and metrics alike: made with the first request, made anew when a certificate file has
 * changed, and loaded anew, with all its classes, when it may be broken: by an Error, or so that it throws what it
 * should not.
 *
 * <p><b>Threads.</b> Belongs to the export thread; {@link #cancel} may be called from any.
 */
public class ReloadingSender {
    /** Each set of the sender's classes takes megabytes, and a minute passes until they can go. */
    private static final long RELOAD_NANOS = 10_000_000_000L;

    private final AgentConfig config;
    private final String version;
    private long mayReloadNanos = System.nanoTime();
    private boolean broken;
    private SenderFactory senders;
    /** All of the JDK that a request needs has been initialised. */
    private boolean hasSucceeded;

    private volatile Sender sender;

    public ReloadingSender(AgentConfig config, String version) {
        this.config = config;
        this.version = version;
    }

    /** Initialises what cannot be initialised a second time. */
    public static void initialise() throws ClassNotFoundException {
        Class.forName(TransportClassLoader.class.getName(), true, TransportClassLoader.class.getClassLoader());
    }

    /**
     * Sends a request. Never throws: whatever goes wrong on the way, an unreadable certificate for instance, may be
     * better the next time.
     */
    public SendResult send(Signal signal, EncodedRequest request, long timeoutNanos) {
        try {
            renewIfBroken();
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

    /**
     * What the sender says is a result, and a configuration that cannot be used an IllegalArgumentException. Anything
     * else means that it is not what it was: out of threads, for instance, Okio's only watchdog could not be started,
     * and is waited for ever since.
     */
    private SendResult unsent(Throwable failure) {
        broken |= !(failure instanceof IllegalArgumentException);
        renewIfBroken();
        return SendResult.retry(failure.toString(), SendResult.NO_RETRY_AFTER);
    }

    private void renewIfBroken() {
        if (broken && System.nanoTime() - mayReloadNanos >= 0) {
            mayReloadNanos = System.nanoTime() + RELOAD_NANOS;
            broken = false;
            abandon();
        }
    }

    /**
     * Drops the sender. Once memory has run out, a class that was being initialised is lost for good, or a thread that
     * the client counts on. The next request is for another sender, with classes of its own.
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

    /** Lets a broken sender be reloaded, however short ago it was. For the last attempts of a process. */
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

    /** Closes a connection that has not been used for this long; false if none is left. */
    public boolean closeIdle(long idleNanos) {
        Sender made = sender;
        return made != null && made.closeIdle(idleNanos);
    }

    /** Ends the request under way, if it is of this signal. */
    public void cancel(Signal signal) {
        Sender made = sender;
        if (made != null) {
            made.cancel(signal);
        }
    }
}
