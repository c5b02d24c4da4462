/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import io.fasttelemetry.agent.config.AgentConfig;
import io.fasttelemetry.agent.config.TestConfig;
import io.fasttelemetry.agent.export.StandardErr;
import io.fasttelemetry.agent.export.TestSpans;
import io.fasttelemetry.agent.export.counts.ExportCounters;
import io.fasttelemetry.agent.export.transport.ReloadingSender;
import io.fasttelemetry.agent.export.transport.SendResult;
import io.fasttelemetry.agent.export.transport.SendResult.Outcome;
import io.fasttelemetry.bootstrap.SpanCollector;
import io.fasttelemetry.proto.EncodedRequest;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Random scripts of spans, answers and time: whatever their order, each span is settled once, and the receiver is not
 * asked more than it may be. {@code -Dscripts.seed=17} runs one again, {@code -Dscripts=100000} more of them.
 */
final class DeliveryScriptsTest {
    private static final long SECOND = 1_000_000_000L;

    private final StandardErr err = new StandardErr();

    @AfterEach
    void close() {
        err.close();
    }

    @Test
    void scripts_settleEachSpanOnce() {
        SpanCollector collector = TestSpans.collector(1 << 20, 8);
        TestSpans.record(collector, 1);
        long[] span = TestSpans.drain(collector).get(0).words();
        long single = Long.getLong("scripts.seed", -1);
        long exported = 0;
        long dropped = 0;
        for (long seed = single < 0 ? 0 : single;
                seed < (single < 0 ? Long.getLong("scripts", 3_000) : single + 1);
                seed++) {
            try {
                ExportCounters counters = new Script(seed, collector, span).run();
                exported += counters.exportedCount();
                dropped += counters.settledCount() - counters.exportedCount();
            } catch (Throwable t) {
                throw new AssertionError("-Dscripts.seed=" + seed, t);
            }
        }
        assertThat(exported).isPositive();
        assertThat(dropped).isPositive();
    }

    /** One script, and what it has seen. */
    private static final class Script {
        private final Random random;
        private final long[] span;
        private final int concurrency;
        private final int batch;
        private final ExportCounters counters = new ExportCounters();
        private final VirtualClock clock = new VirtualClock();
        private final ScriptedSlots slots = new ScriptedSlots();
        private final OtlpSpanExporter exporter;
        private final Set<EncodedRequest> settled = new HashSet<>();
        private final Set<EncodedRequest> probes = new HashSet<>();
        private long visited;
        private boolean failing;
        private boolean forced;
        private long notBefore;
        private int goodChance;

        Script(long seed, SpanCollector collector, long[] span) {
            random = new Random(seed);
            this.span = span;
            concurrency = 1 + random.nextInt(5);
            batch = 1 + random.nextInt(12);
            goodChance = random.nextInt(10);
            notBefore = clock.nanoTime();
            slots.roundTripNanos = random.nextBoolean() ? SECOND / 10 : SECOND / 1000;
            slots.onStart = this::started;
            AgentConfig config = TestConfig.of(
                    "compression", "none",
                    "buffer.bytes", "4MiB",
                    "concurrency", "" + concurrency,
                    "max.batch.size", "" + batch,
                    "timeout", "10s");
            exporter = new OtlpSpanExporter(
                    config,
                    new RequestEncoders(config, "1", new UUID(1, 2)),
                    new ReloadingSender(config, "1"),
                    collector,
                    counters,
                    random);
            exporter.prepare(slots, clock);
        }

        private void started() {
            ScriptedSlots.Slot request = slots.open.get(slots.open.size() - 1);
            assertThat(slots.open.size()).isLessThanOrEqualTo(concurrency);
            assertThat(request.spans()).isBetween(1, batch);
            assertThat(settled).doesNotContain(request.request);
            assertThat(slots.open.stream().filter(open -> open.request == request.request))
                    .as("the request")
                    .hasSize(1);
            if (failing) {
                assertThat(forced || clock.nanoTime() - notBefore >= 0)
                        .as("Retry-After is over")
                        .isTrue();
                assertThat(slots.open.stream().filter(open -> probes.contains(open.request)))
                        .as("probes")
                        .isEmpty();
                probes.add(request.request);
            }
            forced = false;
        }

        private SendResult result() {
            if (random.nextInt(10) < goodChance) {
                return SendResult.delivered(0, null);
            }
            return switch (random.nextInt(8)) {
                case 0 -> SendResult.delivered(random.nextInt(20), "quota");
                case 1 -> SendResult.retry("HTTP 503", random.nextInt(20) * SECOND);
                case 2 -> SendResult.failed(Outcome.UNREACHABLE, "nobody");
                case 3 -> SendResult.failed(Outcome.TOO_LARGE, "HTTP 413");
                case 4 -> SendResult.failed(Outcome.REFUSED, "HTTP 400");
                default -> SendResult.retry("HTTP 503", SendResult.NO_RETRY_AFTER);
            };
        }

        private void answerOne() {
            answer(random.nextInt(slots.open.size()), result());
        }

        /** Answers, and has the answer settled before the next one comes. */
        private void answer(int index, SendResult result) {
            EncodedRequest request = slots.open.get(index).request;
            probes.remove(request);
            slots.answer(index, result);
            if (result.mayRetry()) {
                if (!failing) {
                    failing = true;
                    probes.clear();
                }
                long until = clock.nanoTime() + Math.max(0, result.retryAfterNanos);
                if (until - notBefore > 0) {
                    notBefore = until;
                }
            } else {
                settled.add(request);
                if (result.outcome == Outcome.DELIVERED && clock.nanoTime() - notBefore >= 0) {
                    failing = false;
                }
            }
        }

        private void step() {
            switch (random.nextInt(6)) {
                case 0, 1 -> {
                    int count = random.nextInt(3 * batch);
                    for (int i = 0; i < count; i++) {
                        exporter.visit(span, 0, null, "t");
                    }
                    visited += count;
                }
                case 2 -> exporter.flush();
                case 3 -> clock.advance(random.nextInt(100) * SECOND / 10);
                case 4 -> {
                    if (!slots.open.isEmpty()) {
                        answerOne();
                    }
                }
                default -> {
                    if (random.nextInt(10) == 0) {
                        forced = true;
                        exporter.deliverNow();
                        forced = false;
                    }
                }
            }
            exporter.deliver();
            assertConserved();
        }

        private void assertConserved() {
            assertThat(counters.settledCount() + exporter.queuedCount()).isEqualTo(visited);
        }

        ExportCounters run() {
            int steps = random.nextInt(120);
            for (int i = 0; i < steps; i++) {
                step();
            }
            if (random.nextBoolean()) {
                recover();
            } else {
                finish();
            }
            assertThat(exporter.queuedCount()).isZero();
            assertConserved();
            return counters;
        }

        /** Every request is taken from now on: then all is delivered, with no other help than time. */
        private void recover() {
            exporter.flush();
            for (int i = 0; exporter.queuedCount() > 0; i++) {
                assertThat(i).isLessThan(10_000);
                if (!slots.open.isEmpty()) {
                    answer(slots.open.size() - 1, SendResult.delivered(0, null));
                } else {
                    assertThat(exporter.nanosUntilDue()).isLessThan(400 * SECOND);
                    clock.advance(exporter.nanosUntilDue());
                }
                exporter.deliver();
                assertConserved();
            }
        }

        private void finish() {
            failing = false; // the delays of the end are shorter, and are in another test
            slots.onStart = () -> assertThat(slots.open.size()).isLessThanOrEqualTo(concurrency);
            clock.script = () -> {
                if (slots.open.isEmpty() || random.nextInt(4) == 0) {
                    return false;
                }
                slots.answer(random.nextInt(slots.open.size()), result());
                return true;
            };
            long deadline = clock.nanoTime() + 3 * SECOND;
            exporter.finish(deadline);
            assertThat(clock.nanoTime() - deadline).isLessThanOrEqualTo(0);
        }
    }
}
