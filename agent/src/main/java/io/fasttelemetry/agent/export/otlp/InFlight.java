/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export.otlp;

import io.fasttelemetry.agent.export.transport.ReloadingSender;
import io.fasttelemetry.agent.export.transport.SendResult;
import io.fasttelemetry.agent.export.transport.SendSlot;
import io.fasttelemetry.agent.export.transport.Signal;

/**
 * The requests in flight, each in a slot, and the round trip that they measure. A slot is made when it is first needed.
 * Owned by the export thread.
 */
final class InFlight {
    /** Makes slots. */
    interface Slots {
        SendSlot newSlot();
    }

    private final Slots slots;
    private final Request[] requests;
    private int count;
    private long roundTripNanos = ConcurrencyLimit.UNKNOWN;

    InFlight(Slots slots, int maxRequests) {
        this.slots = slots;
        requests = new Request[maxRequests];
    }

    int count() {
        return count;
    }

    /**
     * The round trip: the shortest lately. It follows shorter ones at once, longer ones slowly, since a busy machine, a
     * pause of the garbage collector or the first connection add to some.
     */
    long roundTripNanos() {
        return roundTripNanos;
    }

    /**
     * Starts a request; there must be a free slot.
     *
     * @param round see {@link Backoff#round}
     * @param probe whether the receiver takes nothing, for all that is known
     */
    void start(QueuedBatch batch, long timeoutNanos, int round, boolean probe, long nowNanos) {
        Request request = free();
        request.batch = batch;
        request.round = round;
        request.probe = probe;
        request.startedNanos = nowNanos;
        request.cancelled = false;
        count++;
        request.slot.start(Signal.TRACES, batch.request, timeoutNanos);
    }

    private Request free() {
        for (int i = 0; i < requests.length; i++) {
            if (requests[i] == null) {
                requests[i] = new Request(slots.newSlot());
            }
            if (requests[i].batch == null) {
                return requests[i];
            }
        }
        throw new IllegalStateException("no slot is free");
    }

    /** A request that has its result; null if there is none. */
    Request firstAnswered() {
        for (Request request : requests) {
            if (request != null && request.batch != null && request.slot.result() != null) {
                return request;
            }
        }
        return null;
    }

    /** Whether one of them is a probe. */
    boolean hasProbe() {
        for (Request request : requests) {
            if (request != null && request.batch != null && request.probe) {
                return true;
            }
        }
        return false;
    }

    /** Cancels those that were started before this time, once each; their results will follow. */
    void cancelStartedBefore(long nanos, ReloadingSender sender) {
        for (Request request : requests) {
            if (request != null && request.batch != null && !request.cancelled && request.startedNanos - nanos < 0) {
                request.cancelled = true;
                sender.cancel(request.batch.request);
            }
        }
    }

    /** Frees the slot of a request that has its result. */
    void release(Request request, boolean success) {
        if (success) {
            long took = request.slot.elapsedNanos();
            roundTripNanos = roundTripNanos == ConcurrencyLimit.UNKNOWN || took < roundTripNanos
                    ? took
                    : roundTripNanos + (took - roundTripNanos) / 8;
        }
        request.batch = null;
        request.slot.release();
        count--;
    }

    /** Forgets all requests; late results are ignored. */
    void abandon() {
        for (int i = 0; i < requests.length; i++) {
            if (requests[i] != null && requests[i].batch != null) {
                requests[i] = null; // its thread ends by itself
            }
        }
        count = 0;
    }

    /** A request in its slot. */
    static final class Request {
        private final SendSlot slot;
        private QueuedBatch batch;
        private int round;
        private boolean probe;
        private long startedNanos;
        private boolean cancelled;

        Request(SendSlot slot) {
            this.slot = slot;
        }

        QueuedBatch batch() {
            return batch;
        }

        SendResult result() {
            return slot.result();
        }

        int round() {
            return round;
        }

        long startedNanos() {
            return startedNanos;
        }
    }
}
