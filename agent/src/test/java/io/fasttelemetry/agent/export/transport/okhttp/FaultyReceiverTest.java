/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export.transport.okhttp;

import static org.assertj.core.api.Assertions.assertThat;

import io.fasttelemetry.agent.config.TestConfig;
import io.fasttelemetry.agent.export.TestSpans;
import io.fasttelemetry.agent.export.transport.SendResult;
import io.fasttelemetry.agent.export.transport.SendResult.Outcome;
import io.fasttelemetry.agent.export.transport.Signal;
import io.fasttelemetry.proto.EncodedRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a sender makes of connections that break, stall, flood or speak something else. */
final class FaultyReceiverTest {
    private static final long TIMEOUT_NANOS = 10_000_000_000L;
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
    private static final RawServer.Reaction TAKE = connection -> {
        connection.readRequest();
        connection.write(OK);
    };

    private final EncodedRequest batch = TestSpans.batch(100, null);

    private static OkHttpSender sender(RawServer server) {
        return new OkHttpSender(TestConfig.of("endpoint", server.url()), "1");
    }

    private SendResult answeredWith(String text) throws IOException {
        try (RawServer server = RawServer.answering(text)) {
            return sender(server).send(Signal.TRACES, batch, TIMEOUT_NANOS);
        }
    }

    @Test
    void send_everyStatusIsFinalButFour() throws IOException {
        AtomicLong code = new AtomicLong();
        try (RawServer server = new RawServer(connection -> {
            connection.readRequest();
            connection.write("HTTP/1.1 " + code + " Status\r\nConnection: close\r\n\r\n");
        })) {
            OkHttpSender sender = sender(server);
            for (int status = 100; status < 600; status++) {
                code.set(status);

                SendResult result = sender.send(Signal.TRACES, batch, TIMEOUT_NANOS);

                boolean announces = status < 200 && status != 101; // the answer itself never comes
                boolean retry = announces || status == 429 || status == 502 || status == 503 || status == 504;
                assertThat(result.mayRetry())
                        .as("status %d: %s", status, result.message)
                        .isEqualTo(retry);
                assertThat(result.outcome == Outcome.DELIVERED)
                        .as("status %d: %s", status, result.message)
                        .isEqualTo(status / 100 == 2);
                assertThat(server.bodies).as("requests up to status %d", status).hasSize(status - 99);
            }
        }
    }

    @Test
    void send_connectionThatEndsWithoutAnAnswerLeavesTheSameBytesToBeSentAgain() throws IOException {
        List<RawServer.Reaction> endings = List.of(
                connection -> {},
                RawServer.Connection::reset,
                connection -> connection.read(300),
                connection -> {
                    connection.read(300);
                    connection.reset();
                },
                RawServer.Connection::readRequest,
                connection -> {
                    connection.readRequest();
                    connection.reset();
                },
                connection -> {
                    connection.readRequest();
                    connection.write("HTTP/1.1 20");
                },
                connection -> {
                    connection.readRequest();
                    connection.write("HTTP/1.1 200 OK\r\nContent-Le");
                },
                connection -> {
                    connection.readRequest();
                    connection.write("HTTP/1.1 200 OK\r\nContent-Le");
                    connection.reset();
                },
                TAKE);
        try (RawServer server = new RawServer(endings.toArray(new RawServer.Reaction[0]))) {
            OkHttpSender sender = sender(server);
            for (int i = 1; i < endings.size(); i++) {
                SendResult result = sender.send(Signal.TRACES, batch, TIMEOUT_NANOS);
                assertThat(result.outcome)
                        .as("ending %d: %s", i, result.message)
                        .isEqualTo(Outcome.RETRY);
                assertThat(server.connections).as("after ending %d", i).hasValue(i);
            }
            assertThat(sender.send(Signal.TRACES, batch, TIMEOUT_NANOS).outcome).isEqualTo(Outcome.DELIVERED);

            assertThat(server.bodies).hasSize(6).allMatch(body -> java.util.Arrays.equals(body, batch.body()));
        }
    }

    @Test
    void send_halfClosedConnectionStillGivesTheAnswer() throws IOException {
        try (RawServer server = new RawServer(connection -> {
            connection.readRequest();
            connection.write("HTTP/1.1 200 OK\r\n\r\n"); // the end of the connection is that of the body
            connection.socket.shutdownOutput();
        })) {
            assertThat(sender(server).send(Signal.TRACES, batch, TIMEOUT_NANOS).outcome)
                    .isEqualTo(Outcome.DELIVERED);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 400, 503})
    void send_endlessAnswerIsReadToTheLimitOnly(int status) throws IOException {
        try (RawServer server = new RawServer(connection -> {
            connection.readRequest();
            connection.write("HTTP/1.1 " + status + " x\r\nContent-Type: text/plain\r\n\r\n");
            connection.writeEndlessly("x".repeat(1 << 16));
        })) {
            SendResult result = sender(server).send(Signal.TRACES, batch, TIMEOUT_NANOS);

            assertThat(result.outcome)
                    .isEqualTo(status == 200 ? Outcome.DELIVERED : status == 400 ? Outcome.REFUSED : Outcome.RETRY);
            assertThat(result.message).isNotNull().hasSizeLessThan(1100);
        }
    }

    @Test
    void send_answerOverTheLimitIsNotReadAndSaid() throws IOException {
        String head = "HTTP/1.1 200 OK\r\nContent-Length: ";
        String most = "x".repeat(4 << 20);

        assertThat(answeredWith(head + (4 << 20) + "\r\n\r\n" + most).message).isNull();
        SendResult over = answeredWith(head + ((4 << 20) + 1) + "\r\n\r\n" + most + "x");

        assertThat(over.outcome).isEqualTo(Outcome.DELIVERED);
        assertThat(over.message).contains("larger than 4 MiB");
    }

    @Test
    void send_compressedAnswerIsNotInflated() throws IOException {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bomb)) {
            for (int i = 0; i < 64; i++) {
                out.write(new byte[1 << 20]);
            }
        }
        for (int status : new int[] {200, 500}) {
            try (RawServer server = new RawServer(connection -> {
                connection.readRequest();
                connection.write("HTTP/1.1 " + status + " x\r\nContent-Type: text/plain\r\nContent-Encoding: gzip\r\n"
                        + "Content-Length: " + bomb.size() + "\r\n\r\n");
                connection.write(bomb.toByteArray());
            })) {
                SendResult result = sender(server).send(Signal.TRACES, batch, TIMEOUT_NANOS);

                assertThat(result.outcome).isEqualTo(status == 200 ? Outcome.DELIVERED : Outcome.REFUSED);
                assertThat(result.message).contains("gzip").hasSizeLessThan(200);
            }
        }
    }

    @Test
    void send_endlessHeadersAreNotKept() throws IOException {
        try (RawServer server = new RawServer(connection -> {
            connection.readRequest();
            connection.write("HTTP/1.1 200 OK\r\n");
            connection.writeEndlessly("X-More: " + "y".repeat(1000) + "\r\n");
        })) {
            assertThat(sender(server).send(Signal.TRACES, batch, TIMEOUT_NANOS).outcome)
                    .isEqualTo(Outcome.RETRY);
        }
    }

    @Test
    void send_slowAnswerEndsAtTheTimeout() throws IOException {
        try (RawServer server = new RawServer(connection -> {
            connection.readRequest();
            connection.writeSlowly("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", 1000);
        })) {
            assertEndsAtTimeout(server, batch);
        }
    }

    @Test
    void send_slowReaderEndsAtTheTimeout() throws IOException {
        try (RawServer server = new RawServer(connection -> connection.readSlowly(1000))) {
            assertEndsAtTimeout(server, TestSpans.batch(200_000, null)); // more than the buffers between the two hold
        }
    }

    @Test
    void send_hangingReceiverEndsAtTheTimeout() throws IOException {
        try (RawServer server = new RawServer(RawServer.Connection::hang)) {
            assertEndsAtTimeout(server, batch);
        }
    }

    private static void assertEndsAtTimeout(RawServer server, EncodedRequest request) {
        assertEndsAtTimeout(sender(server), request);
    }

    private static void assertEndsAtTimeout(OkHttpSender sender, EncodedRequest request) {
        long start = System.nanoTime();

        SendResult result = sender.send(Signal.TRACES, request, 700_000_000L);

        assertThat(System.nanoTime() - start).isBetween(690_000_000L, 5_000_000_000L);
        assertThat(result.mayRetry()).as(result.message).isTrue();
    }

    @Test
    void send_connectionThatIsNeverAcceptedEndsAtTheTimeout() throws IOException {
        List<Socket> waiting = new ArrayList<>();
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            for (int i = 0; i < 3; i++) { // until no further handshake is completed
                Socket socket = new Socket();
                waiting.add(socket);
                try {
                    socket.connect(new InetSocketAddress(full.getInetAddress(), full.getLocalPort()), 200);
                } catch (java.net.SocketTimeoutException e) {
                    break;
                }
            }
            OkHttpSender sender = new OkHttpSender(
                    TestConfig.of("endpoint", "http://127.0.0.1:" + full.getLocalPort(), "timeout", "700ms"), "1");

            assertEndsAtTimeout(sender, batch);
        } finally {
            for (Socket socket : waiting) {
                socket.close();
            }
        }
    }

    @Test
    void send_http10IsUnderstood() throws IOException {
        assertThat(answeredWith("HTTP/1.0 200 OK\r\n\r\n").outcome).isEqualTo(Outcome.DELIVERED);
        assertThat(answeredWith("HTTP/1.0 503 Busy\r\n\r\n").outcome).isEqualTo(Outcome.RETRY);
        assertThat(answeredWith("HTTP/1.1 505 No\r\n\r\n").message).startsWith("HTTP 505");
    }

    /** A receiver for HTTP/2 without TLS begins with its SETTINGS and ends with GOAWAY. */
    @Test
    void send_http2WithoutTlsIsRefusedInPlainWords() throws IOException {
        String settings = "\0\0\6\4\0\0\0\0\0\0\3\0\0\0\144";
        String goAway = "\0\0\10\7\0\0\0\0\0\0\0\0\0\0\0\0\1";

        SendResult result = answeredWith(settings + goAway);

        assertThat(result.outcome).isEqualTo(Outcome.REFUSED);
        assertThat(result.message).contains("HTTP/1.1");
    }

    @Test
    void send_tlsWhereNoneIsExpectedIsRefusedInPlainWords() throws IOException {
        SendResult result = answeredWith("\25\3\3\0\2\2\120"); // an alert

        assertThat(result.outcome).isEqualTo(Outcome.REFUSED);
        assertThat(result.message).contains("https");
    }

    @Test
    void send_whatIsNoHttpIsRefused() throws IOException {
        SendResult result = answeredWith("SSH-2.0-OpenSSH_9.6\r\n");

        assertThat(result.outcome).isEqualTo(Outcome.REFUSED);
        assertThat(result.message).contains("SSH-2.0");
    }

    @Test
    void send_bodyWhereNoneMayBeDoesNotUndoASuccess() throws IOException {
        for (int code : new int[] {204, 205}) {
            SendResult result = answeredWith("HTTP/1.1 " + code + " x\r\nContent-Length: 2\r\n\r\nok");

            assertThat(result.outcome).as(result.message).isEqualTo(Outcome.DELIVERED);
        }
    }

    private SendResult answeredWith(String contentType, String body) throws IOException {
        return answeredWith("HTTP/1.1 200 OK\r\nContent-Type: " + contentType + "\r\nContent-Length: " + body.length()
                + "\r\n\r\n" + body);
    }

    /** A login page, or what a web server shows where no receiver is: nobody has taken these spans. */
    @Test
    void send_pageForPeopleIsRefusedWhateverItsStatus() throws IOException {
        for (String page : List.of("<html><body>Sign in</body></html>", " \n<!DOCTYPE html><title>Sign in</title>")) {
            SendResult result = answeredWith("text/html; charset=utf-8", page);

            assertThat(result.outcome).isEqualTo(Outcome.REFUSED);
            assertThat(result.message).contains("HTTP 200 with an HTML page", "OTLP receiver?", "Sign in");
        }
    }

    @Test
    void send_wordsThatAreNoPageAreASuccess() throws IOException {
        for (String type : List.of("text/html", "text/plain", "application/json")) {
            assertThat(answeredWith(type, "OK").outcome).isEqualTo(Outcome.DELIVERED);
            assertThat(answeredWith(type, "").message).isNull();
        }
    }

    @Test
    void send_partialSuccessInJsonCounts() throws IOException {
        SendResult result = answeredWith(
                "application/json", "{\"partialSuccess\":{\"rejectedSpans\":\"3\",\"errorMessage\":\"no id\"}}");

        assertThat(result.outcome).isEqualTo(Outcome.DELIVERED);
        assertThat(result.rejectedCount).isEqualTo(3);
        assertThat(result.message).isEqualTo("no id");
    }
}
