/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class ThrownRecordsTest {
    private static final long HOUR_NANOS = 3_600_000_000_000L;

    private final SpanCollector collector = new SpanCollector(1 << 20, 1 << 30, 1);
    private final ThrownRecords records = collector.thrownRecords;

    private static void throwIn(LiveThread thread, Throwable thrown) {
        Sampling.shedLevel = 0; // whatever room there is
        thread.state.begin();
        thread.state.spanId = 0;
        ThreadState.exit(thread.state, 1, 1, 0, 0, thrown);
    }

    @Test
    void exit_keepsMessageAndThrowableUntilDrained() {
        try (LiveThread thread = new LiveThread(collector, "t")) {
            Exception failure = new IllegalStateException("no more");
            throwIn(thread, failure);

            assertThat(records.heldCount()).isEqualTo(1);
            assertThat(records.keptBytes()).isEqualTo(ThrownRecords.RECORD_BYTES + 14);
            List<ThrownRecord> seen = new ArrayList<>();
            collector.drainTo(
                    (words, offset, thrown, name) -> {
                        assertThat(thrown.throwable()).isSameAs(failure);
                        assertThat(thrown.isMessageKnown()).isTrue();
                        assertThat(thrown.message()).isEqualTo("no more");
                        assertThat(thrown.type.name).isEqualTo("java.lang.IllegalStateException");
                        seen.add(thrown);
                    },
                    10);
            assertThat(seen).singleElement().extracting(ThrownRecord::throwable).isNull();
            assertThat(records.heldCount()).isZero();
            assertThat(records.keptBytes()).isZero();
        }
    }

    @Test
    void exit_oneThrowableIsHeldOnceForAllSpansThatItEnds() {
        try (LiveThread thread = new LiveThread(collector, "t")) {
            Exception failure = new IllegalStateException("no more");
            Exception other = new IllegalStateException("other");
            throwIn(thread, failure);
            throwIn(thread, failure);
            throwIn(thread, other);

            assertThat(records.heldCount()).isEqualTo(2);
            List<ThrownRecord> seen = new ArrayList<>();
            collector.drainTo((words, offset, thrown, name) -> seen.add(thrown), 10);
            assertThat(seen.get(1).isOfSameThrowable(seen.get(0))).isTrue();
            assertThat(seen.get(2).isOfSameThrowable(seen.get(1))).isFalse();
            assertThat(records.heldCount()).isZero();
        }
    }

    @Test
    void exit_beyondThrowablesKeepsTheMessage() {
        try (LiveThread thread = new LiveThread(collector, "t")) {
            for (int i = 0; i < ThrownRecords.MAX_HELD + 10; i++) {
                throwIn(thread, new IllegalStateException("number " + i));
            }

            assertThat(records.heldCount()).isEqualTo(ThrownRecords.MAX_HELD);
            List<String> messages = new ArrayList<>();
            int[] held = new int[1];
            collector.drainTo(
                    (words, offset, thrown, name) -> {
                        messages.add(thrown.message());
                        held[0] += thrown.throwable() == null ? 0 : 1;
                    },
                    1000);
            assertThat(messages).hasSize(ThrownRecords.MAX_HELD + 10).contains("number 0", "number 73");
            assertThat(held[0]).isEqualTo(ThrownRecords.MAX_HELD);
            assertThat(records.heldCount()).isZero();
            assertThat(records.keptBytes()).isZero();
        }
    }

    @Test
    void exit_beyondBytesKeepsTheName() {
        try (LiveThread thread = new LiveThread(collector, "t")) {
            String huge = "m".repeat(1 << 20);
            for (int i = 0; i < 100; i++) {
                throwIn(thread, new IllegalStateException(huge));
            }

            long oneMore = ThrownRecords.RECORD_BYTES + 2 * ThrownRecord.MAX_MESSAGE_LENGTH;
            assertThat(records.keptBytes()).isBetween((long) (1 << 20) / 8, (1 << 20) / 8 + oneMore);
            List<String> messages = new ArrayList<>();
            collector.drainTo(
                    (words, offset, thrown, name) -> {
                        assertThat(thrown.type.name).isEqualTo("java.lang.IllegalStateException");
                        messages.add(thrown.message());
                    },
                    1000);
            assertThat(messages).hasSize(100).contains(huge.substring(0, ThrownRecord.MAX_MESSAGE_LENGTH), (String)
                    null);
            assertThat(records.keptBytes()).isZero();
        }
    }

    @Test
    void exit_keepsNothingOfASpanThatIsDropped() {
        SpanCollector full = new SpanCollector(SpanChunk.BYTES, 1 << 30, 1);
        try (LiveThread thread = new LiveThread(full, "t")) {
            for (int i = 0; i < 2 * SpanChunk.CAPACITY; i++) {
                throwIn(thread, new IllegalStateException("number " + i));
            }
            assertThat(full.counts().queueFullCount).isEqualTo(SpanChunk.CAPACITY);

            full.drainTo((words, offset, thrown, name) -> {}, 1000);

            assertThat(full.thrownRecords.heldCount()).isZero();
            assertThat(full.thrownRecords.keptBytes()).isZero();
        }
    }

    @Test
    void exit_aVisitorThatFailsKeepsNothing() {
        try (LiveThread thread = new LiveThread(collector, "t")) {
            throwIn(thread, new IllegalStateException("no more"));
            try {
                collector.drainTo(
                        (words, offset, thrown, name) -> {
                            throw new IllegalStateException("visitor");
                        },
                        10);
            } catch (IllegalStateException e) {
                assertThat(e).hasMessage("visitor");
            }

            assertThat(records.heldCount()).isZero();
        }
    }

    @Test
    void exit_withAThrowableEndsTheConsumersWait() throws InterruptedException {
        AtomicBoolean returned = new AtomicBoolean();
        Thread consumer = Threads.start(
                () -> {
                    collector.await(HOUR_NANOS);
                    returned.set(true);
                },
                0);
        try (LiveThread thread = new LiveThread(collector, "t")) {
            while (consumer.getState() != Thread.State.TIMED_WAITING) {
                Thread.sleep(1);
            }
            throwIn(thread, new IllegalStateException("no more"));
            consumer.join(30_000);
            assertThat(returned).isTrue();
        } finally {
            collector.wake();
        }
    }

    @Test
    void pauseNanos_isShortAfterADrainAndNoneWithMany() {
        assertThat(records.pauseNanos(HOUR_NANOS)).isEqualTo(HOUR_NANOS);
        assertThat(records.announce()).isTrue();
        assertThat(records.announce()).as("once").isFalse();
        records.resetAnnounced();
        assertThat(records.announce()).isTrue();
        assertThat(records.pauseNanos(HOUR_NANOS)).isLessThanOrEqualTo(ThrownRecords.PAUSE_MILLIS * 1_000_000L);
        try (LiveThread thread = new LiveThread(collector, "t")) {
            for (int i = 0; i < ThrownRecords.MANY_HELD; i++) {
                throwIn(thread, new IllegalStateException("number " + i));
            }
            assertThat(records.pauseNanos(HOUR_NANOS)).isZero();
            assertThat(records.announce()).as("at once").isTrue();
        }
    }
}
