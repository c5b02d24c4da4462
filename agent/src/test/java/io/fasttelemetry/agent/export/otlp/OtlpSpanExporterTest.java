/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.fasttelemetry.agent.config.TestConfig;
import io.fasttelemetry.agent.export.StandardErr;
import io.fasttelemetry.agent.export.TestSpans;
import io.fasttelemetry.agent.export.counts.DropReason;
import io.fasttelemetry.agent.export.counts.ExportCounters;
import io.fasttelemetry.bootstrap.SpanCollector;
import io.opentelemetry.proto.collector.trace.v1.ExportTracePartialSuccess;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import okio.Buffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class OtlpSpanExporterTest {
    private static final int BATCH = 64;
    private static final int BUFFER_BYTES = 1 << 20;

    private final MockWebServer server = new MockWebServer();
    private final SpanCollector collector = TestSpans.collector(BUFFER_BYTES, BATCH);
    private final ExportCounters counters = new ExportCounters();
    private final StandardErr err = new StandardErr();
    private OtlpSpanExporter exporter;
    private long visited;

    @BeforeEach
    void start() throws IOException {
        server.start();
        exporter = exporter("compression", "none");
    }

    @AfterEach
    void close() {
        err.close();
        server.close();
    }

    private OtlpSpanExporter exporter(String... more) {
        String[] settings = {
            "endpoint",
            "http://localhost:" + server.getPort(),
            "max.batch.size",
            "" + BATCH,
            "buffer.bytes",
            "" + BUFFER_BYTES,
            "concurrency",
            "1",
            "retry.base",
            "1ms",
            "retry.max",
            "2ms"
        };
        String[] all = new String[settings.length + more.length];
        System.arraycopy(settings, 0, all, 0, settings.length);
        System.arraycopy(more, 0, all, settings.length, more.length);
        return TestExporters.otlp(TestConfig.of(all), collector, counters);
    }

    private void answer(int... codes) {
        for (int code : codes) {
            server.enqueue(new MockResponse.Builder().code(code).build());
        }
    }

    private void always(MockResponse response) {
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                return response;
            }
        });
    }

    private static MockResponse status(int code) {
        return new MockResponse.Builder().code(code).build();
    }

    private void record(int count) {
        TestSpans.record(collector, count);
        visited += collector.drainTo(exporter, Integer.MAX_VALUE);
        assertConserved();
    }

    private void assertConserved() {
        assertThat(counters.settledCount() + exporter.queuedCount()).isEqualTo(visited);
    }

    private void deliverWhenDue() {
        TestExporters.deliverOne(exporter, counters);
        assertConserved();
    }

    private static long in(long nanos) {
        return System.nanoTime() + nanos;
    }

    private byte[] body() throws InterruptedException {
        RecordedRequest request = server.takeRequest(5, TimeUnit.SECONDS);
        assertThat(request).isNotNull();
        return request.getBody().toByteArray();
    }

    @Test
    void deliver_sendsFullBatchesAtOnceAndTheRestAfterFlush() throws Exception {
        answer(200, 200, 200);
        record(2 * BATCH + 5);

        deliverWhenDue();
        deliverWhenDue();
        assertThat(exporter.nanosUntilDue()).isEqualTo(Long.MAX_VALUE);
        exporter.flush();
        deliverWhenDue();

        Set<Object> ids = new HashSet<>();
        for (int expected : new int[] {BATCH, BATCH, 5}) {
            ExportTraceServiceRequest request = ExportTraceServiceRequest.parseFrom(body());
            assertThat(request.getResourceSpans(0).getScopeSpans(0).getSpansList())
                    .hasSize(expected)
                    .allMatch(span -> ids.add(span.getSpanId()));
        }
        assertThat(counters.exportedCount()).isEqualTo(2 * BATCH + 5);
        assertThat(err.lines()).isEmpty();
    }

    @Test
    void deliver_withoutSpansSendsNothing() {
        exporter.flush();
        exporter.deliver();
        exporter.finish(in(1_000_000_000L));

        assertThat(server.getRequestCount()).isZero();
    }

    @Test
    void deliver_sendsTheSameBytesAgain() throws Exception {
        answer(503, 429, 502, 504, 200);
        record(BATCH);
        for (int i = 0; i < 5; i++) {
            deliverWhenDue();
        }

        byte[] first = body();
        for (int i = 1; i < 5; i++) {
            assertThat(body()).isEqualTo(first);
        }
        assertThat(counters.exportedCount()).isEqualTo(BATCH);
        assertThat(counters.requestCount()).isEqualTo(5);
        assertThat(err.lines()).last().asString().contains("export works again");
    }

    @Test
    void deliver_waitsForRetryAfter() {
        server.enqueue(new MockResponse.Builder()
                .code(503)
                .addHeader("Retry-After", "20")
                .build());
        record(BATCH);

        deliverWhenDue();

        assertThat(exporter.nanosUntilDue()).isBetween(15_000_000_000L, 20_000_000_000L);
        exporter.deliver();
        assertThat(server.getRequestCount()).as("not due").isEqualTo(1);
    }

    @Test
    void deliver_refusedBatchIsDroppedAndCounted() {
        answer(400, 200);
        record(2 * BATCH);

        deliverWhenDue();
        assertThat(counters.droppedCount(DropReason.REFUSED)).isEqualTo(BATCH);
        deliverWhenDue();

        assertThat(counters.exportedCount()).isEqualTo(BATCH);
        assertThat(server.getRequestCount()).isEqualTo(2);
        assertThat(err.lines())
                .singleElement()
                .asString()
                .contains("refused 64 spans")
                .contains("HTTP 400");
    }

    @Test
    void deliver_batchThatIsTooLargeIsHalved() throws Exception {
        answer(413, 200, 413, 200, 200);
        record(BATCH);
        Set<Object> ids = new HashSet<>();

        for (int i = 0; i < 5; i++) {
            deliverWhenDue();
        }

        for (int expected : new int[] {64, 32, 32, 16, 16}) {
            ExportTraceServiceRequest request = ExportTraceServiceRequest.parseFrom(body());
            assertThat(request.getResourceSpans(0).getScopeSpans(0).getSpansCount())
                    .isEqualTo(expected);
            request.getResourceSpans(0).getScopeSpans(0).getSpansList().forEach(span -> ids.add(span.getSpanId()));
        }
        assertThat(ids).hasSize(BATCH);
        assertThat(counters.exportedCount()).isEqualTo(BATCH);
    }

    @Test
    void deliver_singleSpanThatIsTooLargeIsDropped() {
        answer(413);
        record(1);
        exporter.flush();

        deliverWhenDue();

        assertThat(counters.droppedCount(DropReason.REFUSED)).isEqualTo(1);
        assertThat(exporter.queuedCount()).isZero();
    }

    @Test
    void deliver_countsWhatTheReceiverRejects() {
        for (long rejected : new long[] {3, 1_000_000}) {
            byte[] body = ExportTraceServiceResponse.newBuilder()
                    .setPartialSuccess(ExportTracePartialSuccess.newBuilder()
                            .setRejectedSpans(rejected)
                            .setErrorMessage("quota"))
                    .build()
                    .toByteArray();
            server.enqueue(
                    new MockResponse.Builder().body(new Buffer().write(body)).build());
            record(BATCH);

            deliverWhenDue();
        }
        assertThat(counters.droppedCount(DropReason.REJECTED)).isEqualTo(3 + BATCH);
        assertThat(counters.exportedCount()).isEqualTo(BATCH - 3);
        assertThat(server.getRequestCount()).isEqualTo(2);
        assertThat(err.lines()).first().asString().contains("rejected 3 of 64 spans: quota");
    }

    @Test
    void deliver_brokenSenderIsTriedAgainLater() throws Exception {
        java.nio.file.Path file = java.nio.file.Files.createTempFile("ca", ".pem");
        exporter = exporter(
                "endpoint",
                "https://localhost:1",
                "certificate",
                file.toString(),
                "retry.base",
                "5s",
                "retry.max",
                "9s");
        record(BATCH);

        deliverWhenDue();

        assertThat(exporter.queuedCount()).isEqualTo(BATCH);
        assertThat(exporter.nanosUntilDue()).isGreaterThan(3_000_000_000L);
        assertThat(err.lines()).singleElement().asString().contains(file.toString());
        java.nio.file.Files.delete(file);
    }

    @Test
    void outage_isBoundedAndGivesMemoryBack() {
        always(status(503));
        int before = spansThatFit();
        long recorded = visited;
        while (exporter.hasRoom()) {
            record(BATCH);
            recorded += BATCH;
            assertThat(recorded).isLessThan(100_000);
        }

        assertThat(exporter.queuedCount() * 100)
                .as("about half of the budget")
                .isBetween(BUFFER_BYTES / 4L, BUFFER_BYTES * 2L);
        assertThat(spansThatFit()).isLessThan(before * 6 / 10);

        always(status(200));
        while (exporter.queuedCount() > 0) {
            deliverWhenDue();
        }
        assertThat(spansThatFit()).isCloseTo(before, withinPercentage(10)); // which traces are shed is chance
        assertThat(counters.exportedCount()).isEqualTo(recorded);
    }

    @Test
    void outage_endsWithOneLineThatSaysWhatItCost() {
        always(status(503));
        while (exporter.hasRoom()) {
            record(BATCH);
        }
        deliverWhenDue();
        long dropped = forWantOfRoom();
        TestSpans.record(collector, 20_000);
        dropped = forWantOfRoom() - dropped;
        assertThat(dropped).isPositive();
        deliverWhenDue();

        always(status(200));
        deliverWhenDue();
        deliverWhenDue();

        assertThat(err.lines())
                .filteredOn(line -> line.contains("works again"))
                .singleElement()
                .asString()
                .contains(" s and 2 failed attempts; " + dropped + " spans were dropped meanwhile, ");
    }

    /** How many spans the collector takes when nobody drains it. */
    private int spansThatFit() {
        long droppedBefore = forWantOfRoom();
        TestSpans.record(collector, 20_000);
        long dropped = forWantOfRoom() - droppedBefore;
        collector.drainTo((records, offset, thrown, threadName) -> {}, Integer.MAX_VALUE);
        return (int) (20_000 - dropped);
    }

    private long forWantOfRoom() {
        return collector.counts().queueFullCount + collector.counts().loadShedCount;
    }

    @Test
    void finish_deliversEverythingInBatches() throws Exception {
        always(status(200));
        record(5 * BATCH + 1);

        exporter.finish(in(5_000_000_000L));

        assertThat(counters.exportedCount()).isEqualTo(5 * BATCH + 1);
        assertConserved();
        for (int i = 0; i < 6; i++) {
            assertThat(ExportTraceServiceRequest.parseFrom(body())
                            .getResourceSpans(0)
                            .getScopeSpans(0)
                            .getSpansCount())
                    .isLessThanOrEqualTo(BATCH);
        }
    }

    @Test
    void finish_triesAgainWithinTheDeadline() {
        answer(503, 200);
        record(BATCH);

        exporter.finish(in(5_000_000_000L));

        assertThat(counters.exportedCount()).isEqualTo(BATCH);
    }

    @Test
    void finish_doesNotWaitForABackOff() {
        exporter = exporter("retry.base", "60s", "retry.max", "90s");
        answer(503, 200);
        record(BATCH);
        deliverWhenDue();
        assertThat(exporter.nanosUntilDue()).isGreaterThan(30_000_000_000L);
        long start = System.nanoTime();

        exporter.finish(in(5_000_000_000L));

        assertThat(System.nanoTime() - start).isLessThan(2_000_000_000L);
        assertThat(counters.exportedCount()).isEqualTo(BATCH);
    }

    @Test
    void finish_keepsTheDeadline() {
        always(new MockResponse.Builder()
                .onResponseStart(SocketEffect.Stall.INSTANCE)
                .build());
        assertFinishesWithin(300_000_000L, 1_500_000_000L);

        always(status(503));
        assertFinishesWithin(300_000_000L, 1_500_000_000L);
    }

    @Test
    void finish_doesNotWaitForNobody() {
        server.close();

        assertFinishesWithin(10_000_000_000L, 3_000_000_000L);
    }

    private void assertFinishesWithin(long timeoutNanos, long mostNanos) {
        long lost = counters.droppedCount(DropReason.SHUTDOWN);
        record(3 * BATCH + 7);
        long start = System.nanoTime();

        exporter.finish(start + timeoutNanos);

        assertThat(System.nanoTime() - start).isLessThan(mostNanos);
        assertThat(counters.droppedCount(DropReason.SHUTDOWN) - lost).isEqualTo(3 * BATCH + 7);
        assertThat(exporter.queuedCount()).isZero();
        assertConserved();
    }

    /** Answers 413 to what is larger than so many spans. */
    private void takeUpTo(int spans) {
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                try {
                    int count = ExportTraceServiceRequest.parseFrom(
                                    request.getBody().toByteArray())
                            .getResourceSpans(0)
                            .getScopeSpans(0)
                            .getSpansCount();
                    return status(count > spans ? 413 : 200);
                } catch (IOException e) {
                    return status(400);
                }
            }
        });
    }

    @Test
    void deliver_sizeThatPassedIsRememberedForLaterBatches() {
        takeUpTo(10);
        for (int i = 0; i < 5; i++) {
            record(BATCH);
        }
        while (exporter.queuedCount() > 0) {
            exporter.flush();
            deliverWhenDue();
        }
        int before = server.getRequestCount();
        record(4 * BATCH);
        exporter.flush();
        while (exporter.queuedCount() > 0) {
            deliverWhenDue();
        }

        assertThat(counters.exportedCount()).isEqualTo(9 * BATCH);
        assertThat(before).isLessThanOrEqualTo(3 + 5 * 8); // 64, 32 and 16 were too large once
        assertThat(server.getRequestCount() - before).isBetween(4 * BATCH / 10, 4 * BATCH / 5);
        assertThat(counters.droppedCount(DropReason.REFUSED)).isZero();
    }

    @Test
    void deliver_receiverThatFindsEverythingTooLargeIsAskedMoreSlowly() {
        exporter = exporter("compression", "none", "retry.base", "10m", "retry.max", "10m");
        always(status(413));
        record(BATCH);
        while (exporter.nanosUntilDue() == 0 || exporter.nanosUntilDue() == Long.MAX_VALUE) {
            deliverWhenDue();
        }

        assertThat(server.getRequestCount()).isEqualTo(SizeLimit.MAX_IN_A_ROW + 1);
        assertThat(exporter.nanosUntilDue()).isGreaterThan(60_000_000_000L);
        assertThat(String.join("\n", err.lines())).contains("requests of any size too large");
    }

    /** A gateway that has forgotten the connection: whatever goes over it is never answered. */
    private void answerFirstRequestOfAConnectionOnly() {
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                return request.getExchangeIndex() == 0
                        ? status(200)
                        : new MockResponse.Builder()
                                .onResponseStart(SocketEffect.Stall.INSTANCE)
                                .build();
            }
        });
    }

    @Test
    void finish_doesNotTrustAnIdleConnection() throws InterruptedException {
        answerFirstRequestOfAConnectionOnly();
        record(BATCH);
        deliverWhenDue();
        Thread.sleep(1_100);
        record(20);

        exporter.finish(in(20_000_000_000L));

        assertThat(counters.exportedCount()).isEqualTo(BATCH + 20);
        assertThat(server.getRequestCount()).isEqualTo(2);
    }

    @Test
    void finish_keepsTimeForAnotherConnection() {
        answerFirstRequestOfAConnectionOnly();
        record(BATCH);
        deliverWhenDue();
        record(20);

        exporter.finish(in(4_000_000_000L));

        assertThat(counters.exportedCount()).isEqualTo(BATCH + 20);
    }

    @Test
    void finish_announcesNoAttemptThatDoesNotCome() {
        always(new MockResponse.Builder()
                .code(503)
                .addHeader("Retry-After", "600")
                .build());
        record(1);

        exporter.finish(in(20_000_000_000L));

        assertThat(String.join("\n", err.lines()))
                .contains("export failed and the process ends, 1 span is dropped: HTTP 503");
        assertThat(String.join("\n", err.lines())).doesNotContain("tried again");
    }
}
