/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The server, asked over plain sockets, so that any header can be sent. */
final class ViewerServerTest {
    private static final String PROTOBUF = "Content-Type: application/x-protobuf";

    private final TraceStore store = new TraceStore(100, Long.MAX_VALUE);
    private ViewerServer server;

    /** Status, headers and body. */
    private record Reply(int status, String head, String text) {}

    @BeforeEach
    void start() throws IOException {
        server = ViewerServer.start(store, "127.0.0.1", 0, "/opt/agent.jar");
    }

    @AfterEach
    void close() {
        server.close();
    }

    private Reply send(String method, String path, String host, byte[] body, String... headers) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(20_000);
            String head = method + " " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n"
                    + "Content-Length: " + body.length + "\r\n"
                    + String.join(
                            "",
                            Arrays.stream(headers).map(line -> line + "\r\n").toList()) + "\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
            try {
                socket.getOutputStream().write(body);
            } catch (IOException e) {
                // refused before all was sent; the answer is there
            }
            String reply = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            int end = reply.indexOf("\r\n\r\n");
            return new Reply(
                    Integer.parseInt(reply.substring(9, 12)), reply.substring(0, end), reply.substring(end + 4));
        }
    }

    private Reply get(String path, String... headers) throws IOException {
        return send("GET", path, "127.0.0.1:" + server.port(), new byte[0], headers);
    }

    private Reply post(byte[] body, String... headers) throws IOException {
        return send("POST", "/v1/traces", "viewer.example:4318", body, headers);
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }

    private static byte[] request() {
        return TracesProtobufTest.request().toByteArray();
    }

    @Test
    void post_protobufPlainAndGzipAndJson_isTaken() throws IOException {
        assertThat(post(request(), PROTOBUF).status()).isEqualTo(200);
        assertThat(post(gzip(request()), PROTOBUF, "Content-Encoding: gzip").status())
                .isEqualTo(200);
        String json = "{\"resourceSpans\":[]}";
        Reply reply = post(json.getBytes(StandardCharsets.UTF_8), "Content-Type: application/json; charset=utf-8");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.text()).isEqualTo("{}");
        assertThat(store.spanCount()).isEqualTo(1);
        assertThat(store.counts().duplicates).isEqualTo(1);
    }

    @Test
    void post_spansWithoutIds_areReportedAsRejected() throws IOException {
        String json = "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{\"name\":\"a\"},{\"name\":\"b\"}]}]}]}";
        Reply reply = post(json.getBytes(StandardCharsets.UTF_8), "Content-Type: application/json");
        assertThat(reply.text()).contains("\"rejectedSpans\":\"2\"");

        byte[] protobuf = io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest.newBuilder()
                .addResourceSpans(io.opentelemetry.proto.trace.v1.ResourceSpans.newBuilder()
                        .addScopeSpans(io.opentelemetry.proto.trace.v1.ScopeSpans.newBuilder()
                                .addSpans(io.opentelemetry.proto.trace.v1.Span.newBuilder())))
                .build()
                .toByteArray();
        byte[] answer = post(protobuf, PROTOBUF).text().getBytes(StandardCharsets.ISO_8859_1);
        assertThat(ExportTraceServiceResponse.parseFrom(answer)
                        .getPartialSuccess()
                        .getRejectedSpans())
                .isEqualTo(1);
    }

    @Test
    void post_whatIsNotOtlp_isRefusedWithAReason() throws IOException {
        assertThat(post(new byte[] {1, 2, 3}, PROTOBUF).status()).isEqualTo(400);
        assertThat(post(new byte[] {1, 2, 3}, PROTOBUF, "Content-Encoding: gzip")
                        .status())
                .isEqualTo(400);
        assertThat(post("[".getBytes(StandardCharsets.UTF_8), "Content-Type: application/json")
                        .text())
                .contains("not OTLP: JSON");
        assertThat(post(request()).status()).isEqualTo(415);
        assertThat(post(request(), "Content-Type: text/plain").status()).isEqualTo(415);
        assertThat(post(request(), PROTOBUF, "Content-Encoding: br").status()).isEqualTo(415);
        assertThat(send("POST", "/v1/metrics", "localhost", request(), PROTOBUF).status())
                .isEqualTo(404);
        assertThat(get("/v1/traces").status()).isEqualTo(405);
        assertThat(store.spanCount()).isZero();
    }

    @Test
    void post_tooLarge_isRefused() throws IOException {
        byte[] bomb = gzip(new byte[RequestBody.MAX_UNPACKED + 1]);
        assertThat(bomb.length).isLessThan(200_000);

        assertThat(post(bomb, PROTOBUF, "Content-Encoding: gzip").status()).isEqualTo(413);
        assertThat(post(new byte[RequestBody.MAX_SENT + 1], PROTOBUF).status()).isEqualTo(413);
        assertThat(post(request(), PROTOBUF).status()).isEqualTo(200); // and it goes on
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Origin: http://evil.example",
                "Origin: null",
                "Origin: http://localhost:3000",
                "Sec-Fetch-Site: cross-site",
                "Sec-Fetch-Site: same-site"
            })
    void post_fromAWebPage_isRefused(String header) throws IOException {
        assertThat(post(request(), PROTOBUF, header).status()).isEqualTo(403);
        assertThat(store.spanCount()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "evil.example:4318",
                "127.0.0.1.evil.example",
                "localhost.evil.example",
                "",
                "127.0.0.1:4318:1",
                "1.2.3",
                "256.1.1.1",
                "[::1",
                "[evil]",
                "localhost:x"
            })
    void get_withAForeignHost_isRefused(String host) throws IOException {
        assertThat(send("GET", "/", host, new byte[0]).status()).isIn(400, 403);
        assertThat(send("GET", "/api/traces", host, new byte[0]).status()).isIn(400, 403);
        assertThat(send("GET", "/main.js", host, new byte[0]).status()).isIn(400, 403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST:4318", "127.0.0.1:1", "[::1]:4318", "192.168.1.5:4318"})
    void get_withAnAddressOrOwnName_isAnswered(String host) throws IOException {
        assertThat(send("GET", "/api/traces", host, new byte[0]).status()).isEqualTo(200);
    }

    @Test
    void api_fromAnotherSite_isRefused() throws IOException {
        String own = "Origin: http://127.0.0.1:" + server.port();
        assertThat(get("/api/traces", "Sec-Fetch-Site: cross-site").status()).isEqualTo(403);
        assertThat(get("/api/traces", "Sec-Fetch-Site: same-site").status()).isEqualTo(403);
        assertThat(get("/api/traces", "Origin: http://evil.example").status()).isEqualTo(403);
        assertThat(get("/api/traces", "Sec-Fetch-Site: same-origin", own).status())
                .isEqualTo(200);
        assertThat(get("/api/traces", "Sec-Fetch-Site: none").status()).isEqualTo(200);
        assertThat(send("POST", "/api/clear", "localhost", new byte[0], "Origin: http://evil.example")
                        .status())
                .isEqualTo(403);
        assertThat(get("/", "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate")
                        .status())
                .isEqualTo(200); // a link from a chat
    }

    @Test
    void everyAnswer_hasTheHeadersThatRestrainABrowser() throws IOException {
        for (String path : new String[] {"/", "/main.js", "/style.css", "/icon.svg", "/api/traces", "/nothing"}) {
            Reply reply = get(path);
            String head = reply.head().toLowerCase(java.util.Locale.ROOT);
            assertThat(head)
                    .as(path)
                    .contains("content-security-policy: default-src 'none'; script-src 'self'")
                    .contains("x-content-type-options: nosniff")
                    .contains("cross-origin-resource-policy: same-origin")
                    .doesNotContain("access-control-allow-origin")
                    .doesNotContain("unsafe-inline");
        }
        assertThat(get("/").text())
                .contains("type=\"module\"")
                .doesNotContain("style=")
                .doesNotContain("onclick");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/../PageHandler.class", "/PageHandler.class", "/%2e%2e/x.js", "/view/main.js", "/.js", "/a..js"
            })
    void page_servesNothingButItsFiles(String path) throws IOException {
        assertThat(get(path).status()).isIn(400, 404);
    }

    @Test
    void api_answersAboutOneTrace() throws IOException {
        post(request(), PROTOBUF);
        String trace = "/api/traces/01000000000000000000000000000002";

        assertThat(get("/api/traces").text())
                .contains("\"matched\":1", "\"agent\":\"/opt/agent.jar\"", "\"dropped\":{\"queue_full\":5}");
        assertThat(get(trace).text()).contains("\"rows\":[[\"0100000000000003\",-1,0,0,499,499,");
        assertThat(get(trace + "/spans/0100000000000003").text()).contains("\"statusMessage\":\"broken\"");
        assertThat(get(trace + "/search?text=retry").text()).isEqualTo("[\"0100000000000003\"]");
        assertThat(get(trace + "/search?text=nowhere").text()).isEqualTo("[]");
        assertThat(get(trace + "/otlp").head()).containsIgnoringCase("content-disposition: attachment");
        for (String path :
                new String[] {trace + "/spans/99", trace + "/x", "/api/traces/1", "/api/x", trace + "/a/b/c"}) {
            assertThat(get(path).status()).as(path).isEqualTo(404);
        }
        for (String kind : new String[] {"operations", "flame", "map", "names", "memory"}) {
            assertThat(JsonReader.read(get("/api/" + kind).text())).as(kind).isInstanceOf(java.util.Map.class);
        }
    }

    @Test
    void api_unchangedSinceTheVersion_isEmpty() throws IOException {
        post(request(), PROTOBUF);
        String version = get("/api/traces").text().replaceAll("^\\{\"version\":(\\d+).*", "$1");

        assertThat(get("/api/traces?since=" + version).status()).isEqualTo(204);
        post(request(), PROTOBUF);
        assertThat(get("/api/traces?since=" + version).status()).isEqualTo(200);
    }

    @Test
    void clear_dropsAllTraces() throws IOException {
        post(request(), PROTOBUF);
        assertThat(get("/api/clear").status()).isEqualTo(405);
        assertThat(send("POST", "/api/clear", "localhost", new byte[0]).status())
                .isEqualTo(204);

        assertThat(store.spanCount()).isZero();
    }
}
