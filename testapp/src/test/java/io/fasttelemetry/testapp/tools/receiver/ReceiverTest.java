/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.testapp.tools.receiver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** What the tools count has to be right, or the published figures are not. */
class ReceiverTest {
    private static final byte[] THREE_SPANS = Requests.otlp(100, 1, 2, 3).toByteArray();

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void counts_ofPlainAndCompressedRequests() throws Exception {
        try (Receiver receiver = new Receiver(ReceiverOptions.DEFAULT)) {
            assertThat(post(receiver, "/v1/traces", THREE_SPANS, "").statusCode())
                    .isEqualTo(200);
            ByteArrayOutputStream gzip = new ByteArrayOutputStream();
            try (OutputStream out = new GZIPOutputStream(gzip)) {
                out.write(Requests.otlp(0, 4).toByteArray());
            }
            post(receiver, "/v1/traces", gzip.toByteArray(), "gzip");

            assertThat(receiver.counts()).isEqualTo(new ReceiverCounts(2, 4, 0, 0));
            assertThat(receiver.distinct()).isEqualTo(4);
            assertThat(receiver.endsBeforeStart()).isZero();
        }
    }

    @Test
    void counts_knowsDuplicatesUnlessItIsFast() throws Exception {
        try (Receiver receiver = new Receiver(ReceiverOptions.DEFAULT);
                Receiver fast = new Receiver(ReceiverOptions.parse(List.of("--fast")))) {
            for (Receiver each : List.of(receiver, receiver, fast, fast)) {
                post(each, "/v1/traces", THREE_SPANS, "");
            }

            assertThat(receiver.counts()).isEqualTo(new ReceiverCounts(2, 6, 3, 0));
            assertThat(receiver.distinct()).isEqualTo(3);
            assertThat(fast.counts()).isEqualTo(new ReceiverCounts(2, 6, 0, 0));
        }
    }

    @Test
    void counts_hasNothingOfABadRequest() throws Exception {
        try (Receiver receiver = new Receiver(ReceiverOptions.DEFAULT)) {
            byte[] cut = java.util.Arrays.copyOf(THREE_SPANS, THREE_SPANS.length - 1);

            assertThat(post(receiver, "/v1/traces", cut, "").statusCode()).isEqualTo(400);
            assertThat(post(receiver, "/v1/traces", cut, "gzip").statusCode()).isEqualTo(400);

            assertThat(receiver.counts()).isEqualTo(new ReceiverCounts(2, 0, 0, 2));
        }
    }

    @Test
    void counts_ofOtherAgents() throws Exception {
        try (Receiver receiver = new Receiver(ReceiverOptions.DEFAULT)) {
            byte[] datadog = {(byte) 0x91, (byte) 0x92, 1, 2};
            ByteArrayOutputStream elastic = new ByteArrayOutputStream();
            try (OutputStream out = new DeflaterOutputStream(elastic)) {
                out.write("{\"metadata\":{}}\n{\"transaction\":{}}\n{\"span\":{}}\n{\"metricset\":{}}\n"
                        .getBytes(StandardCharsets.UTF_8));
            }

            assertThat(post(receiver, "/v0.4/traces", datadog, "").body()).contains("rate_by_service");
            assertThat(post(receiver, "/intake/v2/events", elastic.toByteArray(), "deflate")
                            .statusCode())
                    .isEqualTo(202);

            assertThat(receiver.counts()).isEqualTo(new ReceiverCounts(2, 4, 0, 0));
        }
    }

    @Test
    void count_andSettledAreReadOverHttp() throws Exception {
        try (Receiver receiver = new Receiver(ReceiverOptions.DEFAULT)) {
            post(receiver, "/v1/traces", THREE_SPANS, "");

            assertThat(get(receiver, "/count").body()).isEqualTo("requests=1 received=3 duplicates=0 bad=0\n");
            assertThat(get(receiver, "/settled").body()).isEqualTo("requests=1 received=3 duplicates=0 bad=0\n");
            assertThat(get(receiver, "/v1/metrics").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void requests_areReadBackAsLongAsTheyAreKept() throws Exception {
        try (Receiver receiver = new Receiver(ReceiverOptions.parse(List.of("--keep", "2")))) {
            for (int id = 1; id <= 3; id++) {
                post(receiver, "/v1/traces", Requests.otlp(0, id).toByteArray(), "");
            }

            assertThat(get(receiver, "/requests/0").body().getBytes(StandardCharsets.ISO_8859_1))
                    .isEqualTo(Requests.otlp(0, 2).toByteArray());
            assertThat(get(receiver, "/requests/2").statusCode()).isEqualTo(404);
            assertThat(get(receiver, "/requests/x").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void fault_thatRefusesCountsNothing() throws Exception {
        try (Receiver receiver = new Receiver(ReceiverOptions.DEFAULT)) {
            receiver.fault(Fault.RETRY_AFTER_20);
            HttpResponse<String> later = post(receiver, "/v1/traces", THREE_SPANS, "");
            assertThat(later.statusCode()).isEqualTo(503);
            assertThat(later.headers().firstValue("Retry-After")).contains("20");
            receiver.fault(Fault.MOVED);
            HttpResponse<String> moved = post(receiver, "/v1/traces", THREE_SPANS, "");
            assertThat(moved.statusCode()).isEqualTo(301);
            assertThat(moved.headers().firstValue("Location").orElseThrow()).endsWith("/elsewhere");
            receiver.fault(Fault.BAD_REQUEST);
            assertThat(post(receiver, "/v1/traces", THREE_SPANS, "").statusCode())
                    .isEqualTo(400);

            assertThat(receiver.counts()).isEqualTo(new ReceiverCounts(3, 0, 0, 0));
        }
    }

    @Test
    void fault_cutHalfAnswersEveryOther() throws Exception {
        try (Receiver receiver = new Receiver(ReceiverOptions.DEFAULT.withFault(Fault.CUT_HALF))) {
            assertThatThrownBy(() -> post(receiver, "/v1/traces", THREE_SPANS, ""))
                    .isInstanceOf(IOException.class);
            assertThat(post(receiver, "/v1/traces", THREE_SPANS, "").statusCode())
                    .isEqualTo(200);

            assertThat(receiver.counts().received()).isEqualTo(3);
        }
    }

    @Test
    void fault_downRefusesConnectionsUntilItIsOver() throws Exception {
        try (Receiver receiver = new Receiver(ReceiverOptions.DEFAULT.withFault(Fault.DOWN))) {
            assertThatThrownBy(() -> post(receiver, "/v1/traces", THREE_SPANS, ""))
                    .isInstanceOf(ConnectException.class);
            receiver.fault(Fault.OK);
            assertThat(post(receiver, "/v1/traces", THREE_SPANS, "").statusCode())
                    .isEqualTo(200);

            assertThat(receiver.distinct()).isEqualTo(3);
        }
    }

    @Test
    void fault_hangEndsWithoutAnAnswer() throws Exception {
        try (Receiver receiver = new Receiver(ReceiverOptions.DEFAULT.withFault(Fault.HANG))) {
            CompletableFuture<HttpResponse<String>> answer =
                    client.sendAsync(request(receiver, "/v1/traces", THREE_SPANS, ""), BodyHandlers.ofString());
            while (receiver.counts().requests() == 0) {
                Thread.sleep(5);
            }
            receiver.fault(Fault.OK);

            assertThatThrownBy(answer::get)
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(IOException.class);
            assertThat(receiver.distinct()).isZero();
        }
    }

    @Test
    void takeLatestStart_isOfTheSpansSinceTheLastCall() throws Exception {
        try (Receiver receiver = new Receiver(ReceiverOptions.DEFAULT)) {
            post(receiver, "/v1/traces", Requests.otlp(100, 3, 1).toByteArray(), "");

            assertThat(receiver.takeLatestStartEpochNanos()).isEqualTo(103);
            assertThat(receiver.takeLatestStartEpochNanos()).isZero();
        }
    }

    @Test
    void delay_andRefusalAtRandom_areOfOtlpRequests() throws Exception {
        List<String> options = List.of("--delay", "30", "--unavailable-every", "2");
        try (Receiver receiver = new Receiver(ReceiverOptions.parse(options))) {
            long startNanos = System.nanoTime();
            int taken = 0;
            for (int id = 1; id <= 20; id++) {
                int status = post(receiver, "/v1/traces", Requests.otlp(0, id).toByteArray(), "")
                        .statusCode();
                assertThat(status).isIn(200, 503);
                taken += status == 200 ? 1 : 0;
            }

            assertThat(System.nanoTime() - startNanos).isGreaterThanOrEqualTo(20 * 30_000_000L);
            assertThat(taken).isBetween(1, 19);
            assertThat(receiver.counts().requests()).isEqualTo(20);
            assertThat(receiver.distinct()).isEqualTo(taken);
        }
    }

    @Test
    void parse_takesOptionsInAnyOrder() {
        assertThat(ReceiverOptions.parse(List.of("--keep", "3", "--fault", "SLOW", "--fast", "--port", "4318")))
                .isEqualTo(new ReceiverOptions(4318, true, Fault.SLOW, 3, 0, 0));
        assertThat(ReceiverOptions.parse(List.of("--unavailable-every", "100", "--delay", "20")))
                .isEqualTo(new ReceiverOptions(0, false, Fault.OK, 0, 20, 100));
        assertThatThrownBy(() -> ReceiverOptions.parse(List.of("--keep"))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ReceiverOptions.parse(List.of("--what", "1"))).hasMessage("unknown: --what");
    }

    @Test
    void find_readsTheLastCounts() {
        ReceiverCounts counts = new ReceiverCounts(1, 2, 3, 4);

        assertThat(ReceiverCounts.find("port=1\n" + new ReceiverCounts(0, 0, 0, 0) + "\n" + counts + "\n"))
                .isEqualTo(counts);
        assertThatThrownBy(() -> ReceiverCounts.find("port=1\n")).isInstanceOf(IllegalArgumentException.class);
    }

    private HttpResponse<String> post(Receiver receiver, String path, byte[] body, String encoding)
            throws IOException, InterruptedException {
        return client.send(request(receiver, path, body, encoding), BodyHandlers.ofString());
    }

    private static HttpRequest request(Receiver receiver, String path, byte[] body, String encoding) {
        HttpRequest.Builder request = HttpRequest.newBuilder(url(receiver, path))
                .version(HttpClient.Version.HTTP_1_1)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        if (!encoding.isEmpty()) {
            request.header("Content-Encoding", encoding);
        }
        return request.build();
    }

    private HttpResponse<String> get(Receiver receiver, String path) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(url(receiver, path)).build(),
                BodyHandlers.ofString(StandardCharsets.ISO_8859_1));
    }

    private static URI url(Receiver receiver, String path) {
        return URI.create("http://127.0.0.1:" + receiver.port() + path);
    }
}
