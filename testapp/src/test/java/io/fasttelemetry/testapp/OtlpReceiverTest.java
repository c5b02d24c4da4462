/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.testapp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** The receiver must take what is right and refuse what is wrong, or every other end-to-end test proves nothing. */
class OtlpReceiverTest {
    private static final Duration SOON = Duration.ofSeconds(5);

    @Test
    void spans_holdsWhatWasPosted() throws IOException {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            assertThat(post(
                            receiver,
                            request(span(1, 0, "outer"), span(2, 1, "inner")).toByteArray(),
                            false))
                    .isEqualTo(200);

            assertThat(receiver.awaitSpans(2, SOON)).hasSize(2);
            assertThat(receiver.roots()).extracting(ReceivedSpan::name).containsExactly("outer");
            assertThat(receiver.childrenOf(receiver.spanNamed("outer")))
                    .extracting(ReceivedSpan::name)
                    .containsExactly("inner");
            assertThat(receiver.duplicates()).isEmpty();
            assertThat(receiver.orphans()).isEmpty();
            assertThat(receiver.requests().get(0).path()).isEqualTo("/v1/traces");
        }
    }

    @Test
    void spans_readsGzip() throws IOException {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            assertThat(post(receiver, gzip(request(span(1, 0, "zipped")).toByteArray()), true))
                    .isEqualTo(200);

            assertThat(receiver.spanNamed("zipped").request().isGzipped()).isTrue();
        }
    }

    @Test
    void duplicates_namesSpansTakenTwice() throws IOException {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            post(receiver, request(span(1, 0, "again")).toByteArray(), false);
            post(receiver, request(span(1, 0, "again"), span(3, 9, "orphan")).toByteArray(), false);

            assertThat(receiver.duplicates()).containsExactly("0000000000000001");
            assertThat(receiver.orphans()).extracting(ReceivedSpan::name).containsExactly("orphan");
        }
    }

    @Test
    void spans_leavesOutWhatWasRefused() throws IOException {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            receiver.answerNext(Answer.status(503).header("Retry-After", "7"));
            byte[] body = request(span(1, 0, "tried twice")).toByteArray();

            HttpURLConnection refused = open(receiver, body, false);

            assertThat(refused.getResponseCode()).isEqualTo(503);
            assertThat(refused.getHeaderField("Retry-After")).isEqualTo("7");
            assertThat(receiver.spans()).isEmpty();
            assertThat(post(receiver, body, false)).isEqualTo(200);
            assertThat(receiver.spans()).hasSize(1);
            assertThat(receiver.requests()).hasSize(2);
        }
    }

    @Test
    void answer_partialSuccess_isReadByAnyClient() throws IOException {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            receiver.answerNext(Answer.partialSuccess(5, "too old"));

            HttpURLConnection connection =
                    open(receiver, request(span(1, 0, "some")).toByteArray(), false);

            ExportTraceServiceResponse response = ExportTraceServiceResponse.parseFrom(
                    connection.getInputStream().readAllBytes());
            assertThat(response.getPartialSuccess().getRejectedSpans()).isEqualTo(5);
            assertThat(response.getPartialSuccess().getErrorMessage()).isEqualTo("too old");
        }
    }

    @Test
    void answer_disconnect_isNoAnswer() {
        for (Answer answer : List.of(Answer.disconnectAfterRequest(), Answer.disconnectBeforeRequest())) {
            try (OtlpReceiver receiver = OtlpReceiver.start()) {
                receiver.answerAlways(answer);

                assertThatThrownBy(
                                () -> post(receiver, request(span(1, 0, "lost")).toByteArray(), false))
                        .isInstanceOf(IOException.class);
                assertThat(receiver.spans()).isEmpty();
            }
        }
    }

    @Test
    void answer_delay_waits() throws IOException {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            receiver.answerNext(Answer.ok().delay(Duration.ofMillis(300)));
            long startNanos = System.nanoTime();

            post(receiver, request(span(1, 0, "slow")).toByteArray(), false);

            assertThat(System.nanoTime() - startNanos).isGreaterThan(290_000_000L);
        }
    }

    @Test
    void chunked_isRefused() throws IOException {
        OtlpReceiver receiver = OtlpReceiver.start();
        HttpURLConnection connection = connect(receiver);
        connection.setChunkedStreamingMode(16);
        connection.getOutputStream().write(request(span(1, 0, "chunked")).toByteArray());

        assertThat(connection.getResponseCode()).isEqualTo(400);

        assertThatThrownBy(receiver::close).hasMessageContaining("Transfer-Encoding");
    }

    @Test
    void wrongRequests_areViolations() throws IOException {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            byte[] fine = request(span(1, 0, "fine")).toByteArray();

            assertThat(post(receiver, fine, true)).isEqualTo(400);
            assertThat(receiver.takeViolations()).singleElement().asString().contains("not gzip");
            assertThat(post(receiver, gzip(fine), false)).isEqualTo(400);
            assertThat(receiver.takeViolations()).singleElement().asString().contains("Content-Encoding");
            assertThat(post(receiver, new byte[] {1, 2, 3}, false)).isEqualTo(400);
            assertThat(receiver.takeViolations()).singleElement().asString().contains("no ExportTraceServiceRequest");
            assertThat(post(receiver, request().toByteArray(), false)).isEqualTo(400);
            assertThat(receiver.takeViolations()).singleElement().asString().contains("no span");
            assertThat(post(receiver, request(span(0, 0, "")).toByteArray(), false))
                    .isEqualTo(400);
            assertThat(receiver.takeViolations()).hasSize(2);
            assertThat(receiver.spans()).isEmpty();
        }
    }

    @Test
    void awaitSpans_failsWhenTheyDoNotCome() {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            assertThatThrownBy(() -> receiver.awaitSpans(1, Duration.ofMillis(50)))
                    .hasMessageContaining("0 of 1 spans");
        }
    }

    private static Span span(long id, long parentId, String name) {
        Span.Builder span = Span.newBuilder()
                .setTraceId(ByteString.copyFrom(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16}))
                .setSpanId(bytes(id))
                .setName(name)
                .setKind(Span.SpanKind.SPAN_KIND_INTERNAL)
                .setStartTimeUnixNano(1_000)
                .setEndTimeUnixNano(2_000);
        return parentId == 0
                ? span.build()
                : span.setParentSpanId(bytes(parentId)).build();
    }

    private static ByteString bytes(long id) {
        return ByteString.copyFrom(java.nio.ByteBuffer.allocate(8).putLong(id).array());
    }

    private static ExportTraceServiceRequest request(Span... spans) {
        return ExportTraceServiceRequest.newBuilder()
                .addResourceSpans(ResourceSpans.newBuilder()
                        .addScopeSpans(ScopeSpans.newBuilder()
                                .setScope(InstrumentationScope.newBuilder().setName("by hand"))
                                .addAllSpans(List.of(spans))))
                .build();
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(plain);
        }
        return bytes.toByteArray();
    }

    private static HttpURLConnection connect(OtlpReceiver receiver) throws IOException {
        HttpURLConnection connection = (HttpURLConnection)
                URI.create(receiver.url() + "/v1/traces").toURL().openConnection();
        connection.setRequestMethod("POST");
        connection.setDoOutput(true);
        connection.setRequestProperty("Content-Type", "application/x-protobuf");
        return connection;
    }

    private static HttpURLConnection open(OtlpReceiver receiver, byte[] body, boolean saysGzip) throws IOException {
        HttpURLConnection connection = connect(receiver);
        if (saysGzip) {
            connection.setRequestProperty("Content-Encoding", "gzip");
        }
        connection.setFixedLengthStreamingMode(body.length);
        connection.getOutputStream().write(body);
        return connection;
    }

    private static int post(OtlpReceiver receiver, byte[] body, boolean saysGzip) throws IOException {
        return open(receiver, body, saysGzip).getResponseCode();
    }
}
