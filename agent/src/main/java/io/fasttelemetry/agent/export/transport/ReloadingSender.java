/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export.transport;

import io.fasttelemetry.agent.config.AgentConfig;
import io.fasttelemetry.proto.EncodedRequest;

/**
 * Holds the sender in use, for spans and metrics alike. It is made with the first request, replaced when a certificate
 * file has changed, and reloaded with all its classes when it may be broken, which is when it throws anything that it
 * should not.
 *
 * <p><b>Threads.</b> Any. Threads that send wait for each other while a sender is made; the other methods never wait.
 */
public class ReloadingSender {
    /** Min time between two reloads: each set of classes takes megabytes, and can be unloaded only after a minute. */
    private static final long RELOAD_NANOS = 10_000_000_000L;

    private final AgentConfig config;
    private final String version;
    private volatile long mayReloadNanos = System.nanoTime();
    /** Guarded by this, like {@link #senders}. */
    private boolean broken;

    private SenderFactory senders;
    /** Whether a request was delivered, so that all JDK classes that a request needs are initialised. */
    private volatile boolean hasSucceeded;

    /** Written under the lock. */
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
     * Sends a request. Never throws: any failure, such as an unreadable certificate, becomes a result that asks for a
     * retry.
     */
    public SendResult send(Signal signal, EncodedRequest request, long timeoutNanos) {
        Sender used = null;
        try {
            renewIfBroken();
            String reasonToWait = hasSucceeded ? null : FirstUse.reasonToWait();
            if (reasonToWait != null) {
                return SendResult.retry("not sent yet: " + reasonToWait, SendResult.NO_RETRY_AFTER);
            }
            used = sender();
            SendResult result = used.send(signal, request, timeoutNanos);
            if (result.outcome == SendResult.Outcome.DELIVERED) {
                hasSucceeded = true;
            }
            if (used != sender) {
                used.close(); // it was replaced meanwhile, and nobody else closes the connection that it has kept
            }
            return result;
        } catch (Throwable t) {
            return unsent(used, t);
        }
    }

    private synchronized Sender sender() {
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
     * Handles what a sender threw. It throws IllegalArgumentException for a configuration that cannot be used; anything
     * else means that it is broken. For instance, when no thread could be started, Okio has no watchdog and waits for
     * it for ever.
     */
    private synchronized SendResult unsent(Sender used, Throwable failure) {
        boolean current = used == null || used == sender; // if not, another thread has found it broken before
        broken |= current && !(failure instanceof IllegalArgumentException);
        renewIfBroken();
        return SendResult.retry(failure.toString(), SendResult.NO_RETRY_AFTER);
    }

    private synchronized void renewIfBroken() {
        if (broken && System.nanoTime() - mayReloadNanos >= 0) {
            mayReloadNanos = System.nanoTime() + RELOAD_NANOS;
            broken = false;
            abandon();
        }
    }

    /**
     * Drops the sender. After memory has run out, a class may have failed to initialise for good, or a thread that the
     * client needs may have ended. The next request makes another sender, with classes of its own.
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
            // closing may need the broken class
        }
    }

    /** Lets a broken sender be reloaded at once, however recent the last reload. For the last attempts of a process. */
    public void mayReloadNow() {
        mayReloadNanos = System.nanoTime();
    }

    /** Closes connections that are too old. */
    public void recycle() {
        Sender made = sender;
        if (made != null) {
            made.recycle();
        }
    }

    /** Closes the connections if none was used for this long. Returns false if none is left. */
    public boolean closeIdle(long idleNanos) {
        Sender made = sender;
        return made != null && made.closeIdle(idleNanos);
    }

    /** Ends the requests under way that are of this signal. */
    public void cancel(Signal signal) {
        Sender made = sender;
        if (made != null) {
            made.cancel(signal);
        }
    }

    /** Ends this request, if it is under way. */
    public void cancel(EncodedRequest request) {
        Sender made = sender;
        if (made != null) {
            made.cancel(request);
        }
    }
}
