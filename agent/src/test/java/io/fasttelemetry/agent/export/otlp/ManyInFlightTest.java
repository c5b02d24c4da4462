/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export.otlp;

import static io.fasttelemetry.agent.export.otlp.ScriptedSlots.ok;
import static io.fasttelemetry.agent.export.otlp.ScriptedSlots.unavailable;
import static org.assertj.core.api.Assertions.assertThat;

import io.fasttelemetry.agent.config.AgentConfig;
import io.fasttelemetry.agent.config.TestConfig;
import io.fasttelemetry.agent.export.StandardErr;
import io.fasttelemetry.agent.export.TestSpans;
import io.fasttelemetry.agent.export.counts.DropReason;
import io.fasttelemetry.agent.export.counts.ExportCounters;
import io.fasttelemetry.agent.export.transport.ReloadingSender;
import io.fasttelemetry.agent.export.transport.SendResult;
import io.fasttelemetry.agent.export.transport.SendResult.Outcome;
import io.fasttelemetry.bootstrap.SpanCollector;
import io.fasttelemetry.proto.EncodedRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Several requests in flight, answered by the test; time passes only when the test says so. */
final class ManyInFlightTest {
    private static final int BATCH = 8;
    private static final long SECOND = 1_000_000_000L;

    private final SpanCollector collector = TestSpans.collector(1 << 20, BATCH);
    private final ExportCounters counters = new ExportCounters();
    private final VirtualClock clock = new VirtualClock();
    private final ScriptedSlots slots = new ScriptedSlots();
    private final StandardErr err = new StandardErr();
    private final List<EncodedRequest> cancelled = new ArrayList<>();
    private OtlpSpanExporter exporter;
    private long[] span;
    private long visited;

    @BeforeEach
    void start() {
        TestSpans.record(collector, 1);
        span = TestSpans.drain(collector).get(0).words();
        exporter = exporter("max.batch.size", "" + BATCH);
    }

    @AfterEach
    void close() {
        err.close();
    }

    private OtlpSpanExporter exporter(String... more) {
        String[] settings = {"compression", "none", "buffer.bytes", "4MiB", "retry.base", "4s", "retry.max", "60s"};
        String[] all = new String[settings.length + more.length];
        System.arraycopy(settings, 0, all, 0, settings.length);
        System.arraycopy(more, 0, all, settings.length, more.length);
        AgentConfig config = TestConfig.of(all);
        ReloadingSender sender = new ReloadingSender(config, "1") {
            @Override
            public void cancel(EncodedRequest request) {
                cancelled.add(request);
            }
        };
        OtlpSpanExporter made = new OtlpSpanExporter(
                config, new RequestEncoders(config, "1", new UUID(1, 2)), sender, collector, counters, new Random(1));
        made.prepare(slots, clock);
        return made;
    }

    private void visit(int count) {
        for (int i = 0; i < count; i++) {
            exporter.visit(span, 0, null, "t");
        }
        visited += count;
        assertConserved();
    }

    private void deliver() {
        exporter.deliver();
        assertConserved();
    }

    private void answer(int index, SendResult result) {
        slots.answer(index, result);
        deliver();
    }

    private void assertConserved() {
        assertThat(counters.settledCount() + exporter.queuedCount()).isEqualTo(visited);
    }

    /** Lets the first request measure the round trip; afterwards four full ones are in flight. */
    private void openFour() {
        visit(5 * BATCH);
        deliver();
        assertThat(slots.open).as("before a round trip is known").hasSize(1);
        answer(0, ok());
        assertThat(slots.open).hasSize(4);
        assertThat(exporter.nanosUntilDue()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void deliver_farReceiverGetsFourAtATime() {
        openFour();
        visit(10 * BATCH);
        deliver();

        assertThat(slots.open).hasSize(4).allMatch(request -> request.spans() == BATCH);
        assertThat(slots.slotCount).isEqualTo(4);
    }

    @Test
    void deliver_nearReceiverGetsOneAtATimeThatGrows() {
        exporter = exporter("max.batch.size", "8192");
        slots.roundTripNanos = ScriptedSlots.MILLI;
        visit(512);
        deliver();
        answer(0, ok());
        for (int waiting : new int[] {600, 3000, 5000}) {
            visit(waiting);
            deliver();
            visit(waiting);
            deliver();
            assertThat(slots.open).singleElement().matches(request -> request.spans() == waiting);
            answer(0, ok());
            assertThat(slots.open).singleElement().matches(request -> request.spans() == waiting);
            answer(0, ok());
        }
        assertThat(slots.slotCount).isEqualTo(1);
        assertThat(counters.exportedCount()).isEqualTo(visited);
    }

    @Test
    void deliver_noRequestIsLargerThanTheBatch() {
        openFour();
        visit(100 * BATCH + 3);
        exporter.flush();
        while (exporter.queuedCount() > 0) {
            assertThat(slots.open).allMatch(request -> request.spans() <= BATCH);
            answer(slots.open.size() - 1, ok());
        }
        assertThat(counters.exportedCount()).isEqualTo(visited);
    }

    @Test
    void deliver_answersOutOfOrderSettleTheirOwnBatches() {
        openFour();
        EncodedRequest first = slots.open.get(0).request;

        answer(3, ok());
        answer(1, SendResult.failed(Outcome.REFUSED, "HTTP 400"));
        answer(1, SendResult.delivered(3, "quota"));

        assertThat(counters.exportedCount()).isEqualTo(3 * BATCH - 3);
        assertThat(counters.droppedCount(DropReason.REFUSED)).isEqualTo(BATCH);
        assertThat(counters.droppedCount(DropReason.REJECTED)).isEqualTo(3);
        assertThat(slots.open).singleElement().matches(request -> request.request == first);
        answer(0, ok());
        assertThat(exporter.queuedCount()).isZero();
    }

    @Test
    void deliver_flushedRestGrowsUntilARequestMayStart() {
        openFour();
        visit(3);
        exporter.flush();
        deliver();
        answer(2, ok());
        answer(1, ok());
        assertThat(slots.open)
                .as("three spans are no reason for another request")
                .hasSize(2);
        visit(2);
        answer(1, ok());
        answer(0, ok());

        assertThat(slots.open).singleElement().matches(request -> request.spans() == 5);
    }

    @Test
    void retryAfter_ofOneAmongFourHoldsAll() {
        openFour();
        EncodedRequest failed = slots.open.get(2).request;
        visit(10 * BATCH);
        slots.answer(2, SendResult.retry("HTTP 503", 20 * SECOND));
        for (int i = 0; i < 3; i++) {
            answer(0, ok());
        }
        assertThat(slots.open).isEmpty();
        assertThat(exporter.nanosUntilDue()).isEqualTo(20 * SECOND);
        assertThat(counters.exportedCount()).isEqualTo(4 * BATCH);

        clock.advance(20 * SECOND);
        deliver();

        assertThat(slots.open).singleElement().matches(request -> request.request == failed);
        answer(0, ok());
        assertThat(slots.open).hasSize(4);
        assertThat(String.join("\n", err.lines())).contains("export works again");
    }

    @Test
    void failure_ofOneAmongFourIsMadeUpForByTheOthers() {
        openFour();
        visit(10 * BATCH);
        EncodedRequest failed = slots.open.get(1).request;
        answer(1, unavailable());
        assertThat(slots.open).as("nothing new before an answer").hasSize(3);
        assertThat(exporter.nanosUntilDue()).isBetween(3 * SECOND, 5 * SECOND);

        answer(2, ok());

        assertThat(slots.open).hasSize(4);
        assertThat(slots.open.get(2).request).as("the oldest first").isSameAs(failed);
    }

    @Test
    void failure_ofAllFourIsFollowedByOneProbeAfterTheDelay() {
        openFour();
        visit(10 * BATCH);
        EncodedRequest oldest = slots.open.get(0).request;
        for (int round = 0; round < 3; round++) {
            while (!slots.open.isEmpty()) {
                answer(0, SendResult.failed(Outcome.UNREACHABLE, "ConnectException"));
            }
            assertThat(exporter.nanosUntilDue()).isBetween((3 * SECOND) << round, (5 * SECOND) << round);
            clock.advance(exporter.nanosUntilDue());
            deliver();
            assertThat(slots.open).singleElement().matches(request -> request.request == oldest);
        }
        answer(0, ok());
        assertThat(slots.open).hasSize(4);
    }

    @Test
    void failure_ofTheOnlyOneIsFollowedByAnUntriedBatchAtOnce() {
        visit(2 * BATCH);
        deliver();
        EncodedRequest failed = slots.open.get(0).request;
        answer(0, unavailable());
        assertThat(slots.open).singleElement().matches(request -> request.request != failed);

        answer(0, unavailable());
        assertThat(slots.open).isEmpty();
        assertThat(exporter.nanosUntilDue()).isBetween(3 * SECOND, 5 * SECOND);
        visit(5 * BATCH);
        deliver();
        assertThat(slots.open).as("only one probe is spare").isEmpty();
    }

    @Test
    void failure_ofTheOnlyOneWithNothingElseWaitsForTheDelay() {
        visit(BATCH + 1);
        exporter.flush();
        deliver();
        answer(0, unavailable());

        assertThat(slots.open).as("one span is no batch").isEmpty();
        assertThat(exporter.nanosUntilDue()).isBetween(3 * SECOND, 5 * SECOND);
    }

    @Test
    void tooLarge_ofSeveralIsHalvedAndTriedOneAtATime() {
        openFour();
        SendResult tooLarge = SendResult.failed(Outcome.TOO_LARGE, "HTTP 413");
        for (int i = 0; i < 4; i++) {
            slots.answer(0, tooLarge);
        }
        deliver();
        assertThat(slots.open).singleElement().matches(request -> request.spans() == BATCH / 2);
        answer(0, tooLarge);
        assertThat(slots.open).singleElement().matches(request -> request.spans() == BATCH / 4);

        answer(0, ok());

        assertThat(slots.open).hasSize(4).allMatch(request -> request.spans() <= BATCH / 4);
        while (!slots.open.isEmpty()) {
            answer(0, ok());
        }
        assertThat(counters.exportedCount()).isEqualTo(visited);
    }

    @Test
    void deliverNow_inABackOffSendsOneProbe() {
        openFour();
        while (!slots.open.isEmpty()) {
            answer(0, unavailable());
        }
        exporter.deliverNow();
        assertThat(slots.open).hasSize(1);
        exporter.deliverNow();
        assertThat(slots.open).hasSize(1);
    }

    @Test
    void finish_sendsInTheLargestRequestsAndInParallel() {
        exporter = exporter("max.batch.size", "8192", "buffer.bytes", "32MiB");
        exporter.beginFinish(clock.nanoTime() + 3 * SECOND);
        visit(3 * 8192 + 5);
        deliver();
        assertThat(slots.open).hasSize(3).allMatch(request -> request.spans() == 8192);
        clock.script = () -> {
            assertThat(slots.open).hasSize(4);
            while (!slots.open.isEmpty()) {
                slots.answer(0, ok());
            }
            return true;
        };
        exporter.finish(clock.nanoTime() + 3 * SECOND);

        assertConserved();
        assertThat(counters.exportedCount()).isEqualTo(visited);
        assertThat(slots.startedCount).isEqualTo(4);
    }

    @Test
    void finish_keepsTheDeadlineWithFourOpen() {
        openFour();
        visit(10 * BATCH);
        clock.advance(1);
        long begin = clock.nanoTime();

        exporter.finish(begin + 3 * SECOND);

        assertThat(clock.nanoTime() - begin).isEqualTo(3 * SECOND);
        assertThat(cancelled).as("half of the time is left for others").hasSize(4);
        assertThat(counters.droppedCount(DropReason.SHUTDOWN)).isEqualTo(14 * BATCH);
        assertConserved();
    }

    @Test
    void finish_requestsThatHangAreSentAgainWithinTheOtherHalf() {
        openFour();
        clock.advance(1);
        clock.script = () -> {
            if (cancelled.isEmpty() || slots.open.isEmpty()) {
                return false;
            }
            boolean hanging = slots.startedCount == 5;
            while (!slots.open.isEmpty()) {
                slots.answer(0, hanging ? unavailable() : ok());
            }
            return true;
        };
        exporter.finish(clock.nanoTime() + 3 * SECOND);

        assertThat(counters.exportedCount()).isEqualTo(visited);
        assertConserved();
    }

    @Test
    void finish_delaysAskedForBeforeEndThere() {
        openFour();
        clock.advance(1);
        clock.script = () -> {
            if (slots.open.isEmpty()) {
                return false;
            }
            boolean before = slots.startedCount == 5;
            while (!slots.open.isEmpty()) {
                slots.answer(0, before ? SendResult.retry("HTTP 429", 300 * SECOND) : ok());
            }
            return true;
        };
        exporter.finish(clock.nanoTime() + 3 * SECOND);

        assertThat(counters.exportedCount()).isEqualTo(visited);
    }

    @Test
    void finish_nobodyThereEndsItWithoutAWait() {
        openFour();
        while (!slots.open.isEmpty()) {
            slots.answer(0, SendResult.failed(Outcome.UNREACHABLE, "ConnectException"));
        }
        long begin = clock.nanoTime();

        exporter.finish(begin + 3 * SECOND);

        assertThat(clock.nanoTime()).isEqualTo(begin);
        assertThat(counters.droppedCount(DropReason.SHUTDOWN)).isEqualTo(4 * BATCH);
    }
}
