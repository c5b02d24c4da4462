/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export.transport.okhttp;

import static org.assertj.core.api.Assertions.assertThat;

import io.fasttelemetry.agent.config.TestConfig;
import io.fasttelemetry.agent.export.TestSpans;
import io.fasttelemetry.agent.export.transport.SendResult;
import io.fasttelemetry.agent.export.transport.SendResult.Outcome;
import io.fasttelemetry.agent.export.transport.Signal;
import io.fasttelemetry.proto.EncodedRequest;
import io.fasttelemetry.proto.FastGzipWriter;
import io.opentelemetry.proto.collector.trace.v1.ExportTracePartialSuccess;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import okio.Buffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OkHttpSenderTest {
    private static final long TIMEOUT_NANOS = 5_000_000_000L;

    private final MockWebServer server = new MockWebServer();
    private final EncodedRequest batch = TestSpans.batch(3, null);
    private OkHttpSender sender;

    @BeforeEach
    void start() throws IOException {
        server.start();
        sender = sender();
    }

    @AfterEach
    void close() {
        server.close();
    }

    private OkHttpSender sender(String... more) {
        String[] settings = new String[more.length + 2];
        settings[0] = "endpoint";
        settings[1] = "http://localhost:" + server.getPort();
        System.arraycopy(more, 0, settings, 2, more.length);
        return new OkHttpSender(TestConfig.of(settings), "1.2.3");
    }

    private SendResult send() {
        return sender.send(Signal.TRACES, batch, TIMEOUT_NANOS);
    }

    private SendResult answered(MockResponse.Builder response) {
        server.enqueue(response.build());
        return send();
    }

    private static MockResponse.Builder status(int code) {
        return new MockResponse.Builder().code(code);
    }

    private RecordedRequest taken() throws InterruptedException {
        RecordedRequest request = server.takeRequest(5, TimeUnit.SECONDS);
        assertThat(request).isNotNull();
        return request;
    }

    @Test
    void send_isAnOtlpRequest() throws Exception {
        assertThat(answered(status(200)).outcome).isEqualTo(Outcome.DELIVERED);

        RecordedRequest request = taken();
        assertThat(request.getRequestLine()).isEqualTo("POST /v1/traces HTTP/1.1");
        assertThat(request.getHeaders().values("Content-Type")).containsExactly("application/x-protobuf");
        assertThat(request.getHeaders().values("Content-Length")).containsExactly("" + batch.body().length);
        assertThat(request.getHeaders().get("Transfer-Encoding")).isNull();
        assertThat(request.getHeaders().get("Content-Encoding")).isNull();
        assertThat(request.getHeaders().values("Accept-Encoding")).containsExactly("identity");
        assertThat(request.getHeaders().values("User-Agent"))
                .containsExactly("fast-telemetry-agent/1.2.3 FastTelemetry-OTLP-Exporter-Java/1.2.3");
        ExportTraceServiceRequest body =
                ExportTraceServiceRequest.parseFrom(request.getBody().toByteArray());
        assertThat(body.getResourceSpans(0).getScopeSpans(0).getSpansCount()).isEqualTo(3);
    }

    @Test
    void send_saysWhenItIsCompressed() throws Exception {
        EncodedRequest compressed = TestSpans.batch(100, new FastGzipWriter(1024));
        server.enqueue(status(200).build());

        sender.send(Signal.TRACES, compressed, TIMEOUT_NANOS);

        RecordedRequest request = taken();
        assertThat(request.getHeaders().values("Content-Encoding")).containsExactly("gzip");
        assertThat(request.getHeaders().values("Content-Length")).containsExactly("" + compressed.body().length);
        assertThat(request.getHeaders().get("Transfer-Encoding")).isNull();
        byte[] inflated =
                new GZIPInputStream(new ByteArrayInputStream(request.getBody().toByteArray())).readAllBytes();
        assertThat(inflated).isEqualTo(TestSpans.batch(100, null).body());
    }

    @Test
    void send_headersCarryTheExactBytes() throws Exception {
        sender = sender("headers", "authorization=Basic%20YWJj+ZGVm==,x-name=caf%C3%A9%2C%20%E2%82%AC,x-plain=a b");
        for (int i = 0; i < 2; i++) {
            server.enqueue(status(200).build());
            send();

            RecordedRequest request = taken();
            assertThat(request.getHeaders().values("authorization")).containsExactly("Basic YWJj+ZGVm==");
            assertThat(request.getHeaders().values("x-name")).containsExactly("caf\u00e9, \u20ac");
            assertThat(request.getHeaders().values("x-plain")).containsExactly("a b");
        }
    }

    @Test
    void send_everyStatusHasOneOutcomeAndOneRequest() throws Exception {
        int sent = 0;
        for (int code = 200; code < 600; code++) {
            if (code == 304) {
                continue; // answers a condition; it cannot follow a POST without one
            }
            MockResponse.Builder response = status(code);
            if (code >= 300 && code < 400) {
                response.addHeader("Location", "/elsewhere");
            }
            SendResult result = answered(response);

            assertThat(result.outcome).as("status " + code).isEqualTo(expected(code));
            assertThat(server.getRequestCount()).as("status " + code).isEqualTo(++sent);
            assertThat(taken().getMethod()).isEqualTo("POST");
            if (code != 407 && result.outcome != Outcome.DELIVERED) {
                assertThat(result.message).startsWith("HTTP " + code);
            }
        }
    }

    private static Outcome expected(int code) {
        if (code < 300) {
            return Outcome.DELIVERED;
        }
        if (code == 429 || code == 502 || code == 503 || code == 504) {
            return Outcome.RETRY;
        }
        return code == 413 ? Outcome.TOO_LARGE : Outcome.REFUSED;
    }

    @Test
    void send_passesOverInformationalAnswers() {
        SendResult result = answered(status(200)
                .addInformationalResponse(status(103).addHeader("Link", "x").build()));

        assertThat(result.outcome).isEqualTo(Outcome.DELIVERED);
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 503})
    void send_neverRepeatsByItself(int code) {
        SendResult result = answered(status(code).addHeader("Retry-After", "0"));

        assertThat(server.getRequestCount()).isEqualTo(1);
        assertThat(result.mayRetry()).isEqualTo(code != 408);
        assertThat(result.retryAfterNanos).isEqualTo(code == 408 ? SendResult.NO_RETRY_AFTER : 0);
    }

    @Test
    void send_handsOnRetryAfter() {
        assertThat(answered(status(503).addHeader("Retry-After", "20")).retryAfterNanos)
                .isEqualTo(20_000_000_000L);
        assertThat(answered(status(503).addHeader("Retry-After", "soon")).retryAfterNanos)
                .isEqualTo(SendResult.NO_RETRY_AFTER);
        assertThat(answered(status(503).addHeaderLenient("Retry-After", "caf\u00e9")).retryAfterNanos)
                .isEqualTo(SendResult.NO_RETRY_AFTER);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void send_neverFollowsRedirects(int code) throws Exception {
        try (MockWebServer other = new MockWebServer()) {
            other.start();
            String location = "http://localhost:" + other.getPort() + "/v1/traces";

            SendResult result = answered(status(code).addHeader("Location", location));

            assertThat(result.outcome).isEqualTo(Outcome.REFUSED);
            assertThat(result.message).contains("HTTP " + code).contains(location);
            assertThat(server.getRequestCount()).isEqualTo(1);
            assertThat(other.getRequestCount()).isZero();
        }
    }

    private static Buffer partialSuccess(long rejected, String message) {
        byte[] body = ExportTraceServiceResponse.newBuilder()
                .setPartialSuccess(ExportTracePartialSuccess.newBuilder()
                        .setRejectedSpans(rejected)
                        .setErrorMessage(message))
                .build()
                .toByteArray();
        return new Buffer().write(body);
    }

    @Test
    void send_readsPartialSuccess() {
        SendResult result = answered(status(200).body(partialSuccess(2, "quota")));

        assertThat(result.outcome).isEqualTo(Outcome.DELIVERED);
        assertThat(result.rejectedCount).isEqualTo(2);
        assertThat(result.message).isEqualTo("quota");
    }

    @Test
    void send_readsWarning() {
        SendResult result = answered(status(202).body(partialSuccess(0, "old schema")));

        assertThat(result.outcome).isEqualTo(Outcome.DELIVERED);
        assertThat(result.rejectedCount).isZero();
        assertThat(result.message).isEqualTo("old schema");
    }

    @Test
    void send_bodyThatSaysNothingIsSuccess() {
        for (String body : new String[] {"", "{}", "OK", "\u0000\u00ff\u0001garbage"}) {
            SendResult result = answered(status(200).body(body));

            assertThat(result.outcome).as(body).isEqualTo(Outcome.DELIVERED);
            assertThat(result.rejectedCount).isZero();
        }
        assertThat(answered(status(200).body(partialSuccess(0, ""))).message).isNull();
        assertThat(answered(status(204)).message).isNull();
    }

    @Test
    void send_answerThatBreaksOffAfterTheStatusIsDelivered() {
        SendResult result =
                answered(status(200).body("x".repeat(100_000)).onResponseBody(new SocketEffect.CloseSocket()));

        assertThat(result.outcome).isEqualTo(Outcome.DELIVERED);
        assertThat(result.message).contains("broke off");
    }

    @Test
    void send_errorBodiesBecomeOneShortLine() {
        byte[] status = com.google.protobuf.ByteString.copyFromUtf8("no tenant\nfor you")
                .toByteArray();
        Buffer rpcStatus =
                new Buffer().writeByte(0x08).writeByte(3).writeByte(0x12).writeByte(status.length);
        rpcStatus.write(status);

        assertThat(answered(status(400)
                                .addHeader("Content-Type", "application/x-protobuf")
                                .body(rpcStatus))
                        .message)
                .isEqualTo("HTTP 400: no tenant for you");
        assertThat(answered(status(403)
                                .addHeader("Content-Type", "application/json")
                                .body("{\"message\":\"no\"}"))
                        .message)
                .startsWith("HTTP 403: ")
                .contains("no")
                .doesNotContain("\n");
        assertThat(answered(status(404)
                                .addHeader("Content-Type", "text/html")
                                .body("<html><body><h1>Not\r\nFound</h1></body></html>"))
                        .message)
                .isEqualTo("HTTP 404: Not Found");
        String flood = answered(status(500).body("a\u001b[31m\n".repeat(100_000))).message;
        assertThat(flood.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(1024 + 20);
        assertThat(flood.chars()).allMatch(c -> c >= ' ');
    }

    @Test
    void send_disconnectBeforeAnAnswerMayBeRetried() throws Exception {
        for (boolean early : new boolean[] {true, false}) {
            MockResponse.Builder broken = new MockResponse.Builder();
            SocketEffect close = new SocketEffect.CloseSocket();
            server.enqueue((early ? broken.onRequestStart(close) : broken.onResponseStart(close)).build());

            assertThat(send().outcome).isEqualTo(Outcome.RETRY);
            assertThat(answered(status(200)).outcome).isEqualTo(Outcome.DELIVERED);
            assertThat(answered(status(200)).outcome).isEqualTo(Outcome.DELIVERED);
            sender.close(); // over a connection that was good before it is repeated at once
        }
    }

    @Test
    void send_nobodyListening() {
        server.close();

        SendResult result = send();

        assertThat(result.outcome).isEqualTo(Outcome.UNREACHABLE);
        assertThat(result.mayRetry()).isTrue();
        assertThat(result.message).contains("Connect");
    }

    @Test
    void send_unknownHost() {
        OkHttpSender nowhere = new OkHttpSender(TestConfig.of("endpoint", "http://nowhere.invalid:4318"), "1");

        assertThat(nowhere.send(Signal.TRACES, batch, TIMEOUT_NANOS).outcome).isEqualTo(Outcome.UNREACHABLE);
    }

    @Test
    void send_silentServerEndsAtTheTimeout() {
        server.enqueue(new MockResponse.Builder()
                .onResponseStart(SocketEffect.Stall.INSTANCE)
                .build());
        assertEndsAtTimeout(Outcome.RETRY);
    }

    @Test
    void send_slowAnswerEndsAtTheTimeout() {
        server.enqueue(status(503)
                .body("x".repeat(1000))
                .throttleBody(1, 200, TimeUnit.MILLISECONDS)
                .build());
        assertEndsAtTimeout(Outcome.RETRY);
    }

    private void assertEndsAtTimeout(Outcome expected) {
        long start = System.nanoTime();

        SendResult result = sender.send(Signal.TRACES, batch, 400_000_000L);

        assertThat(System.nanoTime() - start).isBetween(390_000_000L, 3_000_000_000L);
        assertThat(result.outcome).isEqualTo(expected);
    }

    @Test
    void send_tenBatchesOverOneConnection() throws Exception {
        for (int i = 0; i < 10; i++) {
            int code = i % 3 == 2 ? 503 : 200;
            answered(status(code).body(code == 503 ? "busy" : ""));

            RecordedRequest request = taken();
            assertThat(request.getConnectionIndex()).isZero();
            assertThat(request.getExchangeIndex()).isEqualTo(i);
        }
    }

    @Test
    void send_idleConnectionClosedByTheServerLosesNothing() throws Exception {
        SendResult first = answered(status(200).onResponseEnd(SocketEffect.ShutdownConnection.INSTANCE));
        assertThat(first.outcome).isEqualTo(Outcome.DELIVERED);
        taken();

        server.enqueue(status(200).build());
        SendResult second = send();

        assertThat(second.outcome).isIn(Outcome.DELIVERED, Outcome.RETRY);
        if (second.outcome == Outcome.RETRY) {
            assertThat(send().outcome).isEqualTo(Outcome.DELIVERED);
        }
        assertThat(taken().getBody().toByteArray()).isEqualTo(batch.body());
        assertThat(server.getRequestCount()).isEqualTo(2);
    }

    @Test
    void cancel_endsACallThatHangs() throws Exception {
        CountDownLatch stalled = new CountDownLatch(1);
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                if (request.getConnectionIndex() > 0) {
                    return status(200).build();
                }
                stalled.countDown();
                return new MockResponse.Builder()
                        .onResponseStart(SocketEffect.Stall.INSTANCE)
                        .build();
            }
        });
        Thread canceller = new Thread(() -> {
            try {
                stalled.await();
                sender.cancel(Signal.METRICS); // another one's
                sender.cancel(Signal.TRACES);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        canceller.start();

        SendResult result = sender.send(Signal.TRACES, batch, 0);

        canceller.join();
        assertThat(result.outcome).isEqualTo(Outcome.RETRY);
        assertThat(send().outcome).isEqualTo(Outcome.DELIVERED);
    }

    /** Answers nothing before all of them are there; then, each over its own connection, in whatever order. */
    @Test
    void send_severalThreadsHaveAConnectionEachAndKeepThem() throws Exception {
        int count = 4;
        CyclicBarrier together = new CyclicBarrier(count);
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                try {
                    together.await(20, TimeUnit.SECONDS);
                } catch (Exception e) {
                    return status(500).build();
                }
                return status(200).build();
            }
        });
        for (int round = 0; round < 3; round++) {
            List<SendResult> results = new CopyOnWriteArrayList<>();
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                Thread thread = new Thread(() -> results.add(sender.send(Signal.TRACES, batch, 0)));
                thread.start();
                threads.add(thread);
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(results).hasSize(count).allMatch(result -> result.outcome == Outcome.DELIVERED);
        }
        for (int i = 0; i < 3 * count; i++) {
            assertThat(taken().getConnectionIndex()).isLessThan(count);
        }
    }

    @Test
    void cancel_ofOneRequestLeavesTheOthers() throws Exception {
        EncodedRequest other = TestSpans.batch(2, null);
        CountDownLatch both = new CountDownLatch(2);
        CountDownLatch cancelled = new CountDownLatch(1);
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                both.countDown();
                try {
                    cancelled.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                return status(200).build();
            }
        });
        List<SendResult> taken = new CopyOnWriteArrayList<>();
        Thread thread = new Thread(() -> taken.add(sender.send(Signal.TRACES, other, 0)));
        thread.start();
        Thread canceller = new Thread(() -> {
            try {
                both.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            sender.cancel(batch);
            sender.close(); // what is in use stays
        });
        canceller.start();

        SendResult result = sender.send(Signal.TRACES, batch, 0);
        canceller.join();
        cancelled.countDown();
        thread.join();

        assertThat(result.outcome).isEqualTo(Outcome.RETRY);
        assertThat(taken).singleElement().matches(answer -> answer.outcome == Outcome.DELIVERED);
    }

    @Test
    void cancel_withoutACallDoesNothing() {
        sender.cancel(Signal.TRACES);

        assertThat(answered(status(200)).outcome).isEqualTo(Outcome.DELIVERED);
    }
}
