/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import io.fasttelemetry.agent.export.transport.SendResult;
import io.fasttelemetry.agent.export.transport.SendSlot;
import io.fasttelemetry.agent.export.transport.Signal;
import io.fasttelemetry.proto.EncodedRequest;
import java.util.ArrayList;
import java.util.List;

/** Slots whose requests are answered by the test, when and in what order it likes. */
final class ScriptedSlots implements InFlight.Slots {
    static final long MILLI = 1_000_000L;

    /** Requests without an answer, in the order in which they were started. */
    final List<Slot> open = new ArrayList<>();

    long roundTripNanos = 100 * MILLI;
    int startedCount;
    int slotCount;
    Runnable onStart = () -> {};

    @Override
    public SendSlot newSlot() {
        slotCount++;
        return new Slot();
    }

    void answer(int index, SendResult result) {
        open.remove(index).result = result;
    }

    static SendResult ok() {
        return SendResult.delivered(0, null);
    }

    static SendResult unavailable() {
        return SendResult.retry("HTTP 503", SendResult.NO_RETRY_AFTER);
    }

    /** A request from start to release. */
    final class Slot implements SendSlot {
        EncodedRequest request;
        long timeoutNanos;
        private SendResult result;

        @Override
        public void start(Signal signal, EncodedRequest toSend, long limitNanos) {
            assertThat(request).as("the slot's request").isNull();
            request = toSend;
            timeoutNanos = limitNanos;
            open.add(this);
            startedCount++;
            onStart.run();
        }

        int spans() {
            return request.spanCount();
        }

        @Override
        public SendResult result() {
            return result;
        }

        @Override
        public long elapsedNanos() {
            return roundTripNanos;
        }

        @Override
        public void release() {
            assertThat(result).isNotNull();
            request = null;
            result = null;
        }
    }
}
