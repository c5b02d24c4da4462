/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export.transport.okhttp;

import static org.assertj.core.api.Assertions.assertThat;

import io.fasttelemetry.agent.config.TestConfig;
import io.fasttelemetry.agent.export.TestSpans;
import io.fasttelemetry.agent.export.transport.SendResult;
import io.fasttelemetry.agent.export.transport.SendResult.Outcome;
import io.fasttelemetry.agent.export.transport.Signal;
import io.fasttelemetry.proto.EncodedRequest;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Requests over a connection that has served another one and is not what it was. */
final class ReusedConnectionTest {
    private static final long TIMEOUT_NANOS = 10_000_000_000L;
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
    private static final RawServer.Reaction TAKE_ONE = connection -> {
        connection.readRequest();
        connection.write(OK);
    };
    private static final RawServer.Reaction TAKE_ALL = connection -> {
        while (true) {
            connection.readRequest();
            connection.write(OK);
        }
    };

    private final EncodedRequest first = TestSpans.batch(1, null);
    private final EncodedRequest second = TestSpans.batch(2, null);

    private static OkHttpSender sender(RawServer server) {
        return new OkHttpSender(TestConfig.of("endpoint", server.url()), "1");
    }

    private static void assertDelivered(SendResult result) {
        assertThat(result.outcome).as(result.message).isEqualTo(Outcome.DELIVERED);
    }

    @Test
    void send_connectionsThatEndAfterEachAnswerAreReplacedAtOnce() throws IOException {
        try (RawServer server = new RawServer(TAKE_ONE)) {
            OkHttpSender sender = sender(server);
            for (int i = 0; i < 6; i++) {
                assertDelivered(sender.send(Signal.TRACES, first, TIMEOUT_NANOS));
            }
            assertThat(server.bodies).hasSize(6).allMatch(body -> body.length == first.body().length);
            assertThat(server.connections).hasValue(6);
        }
    }

    @Test
    void send_connectionThatIsResetAfterAnAnswerIsReplacedAtOnce() throws IOException {
        RawServer.Reaction reset = connection -> {
            TAKE_ONE.meet(connection);
            connection.reset();
        };
        try (RawServer server = new RawServer(reset, TAKE_ALL)) {
            OkHttpSender sender = sender(server);
            assertDelivered(sender.send(Signal.TRACES, first, TIMEOUT_NANOS));
            assertDelivered(sender.send(Signal.TRACES, second, TIMEOUT_NANOS));
        }
    }

    @Test
    void send_whatWasLeftOfTheAnswerBeforeIsNotTakenForThisOne() throws IOException {
        RawServer.Reaction tooLong = connection -> {
            connection.readRequest();
            connection.write(OK + "x");
            connection.readRequest();
            connection.write(OK);
        };
        try (RawServer server = new RawServer(tooLong, TAKE_ALL)) {
            OkHttpSender sender = sender(server);
            assertDelivered(sender.send(Signal.TRACES, first, TIMEOUT_NANOS));
            assertDelivered(sender.send(Signal.TRACES, second, TIMEOUT_NANOS));

            assertThat(server.connections).hasValue(2);
            assertThat(server.bodies).last().isEqualTo(second.body());
        }
    }

    @Test
    void send_secondAnswerToTheRequestBeforeIsNotTakenForThisOne() throws IOException {
        RawServer.Reaction twice = connection -> {
            connection.readRequest();
            connection.write(OK + OK);
            connection.readRequest();
            connection.write("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
        };
        try (RawServer server = new RawServer(twice, TAKE_ALL)) {
            OkHttpSender sender = sender(server);
            assertDelivered(sender.send(Signal.TRACES, first, TIMEOUT_NANOS));
            assertDelivered(sender.send(Signal.TRACES, second, TIMEOUT_NANOS));

            assertThat(server.connections).hasValue(2);
            assertThat(server.bodies).hasSize(2).last().isEqualTo(second.body());
        }
    }

    /** What some gateways write before they close a connection that was idle for long. */
    @Test
    void send_farewellToTheIdleConnectionIsNotTheAnswer() throws IOException {
        RawServer.Reaction farewell = connection -> {
            connection.readRequest();
            connection.write(OK);
            connection.write("HTTP/1.0 408 Request Time-out\r\nConnection: close\r\n\r\n<html>408</html>");
        };
        try (RawServer server = new RawServer(farewell, TAKE_ALL)) {
            OkHttpSender sender = sender(server);
            assertDelivered(sender.send(Signal.TRACES, first, TIMEOUT_NANOS));
            assertDelivered(sender.send(Signal.TRACES, second, TIMEOUT_NANOS));

            assertThat(server.connections).hasValue(2);
            assertThat(server.bodies).last().isEqualTo(second.body());
        }
    }

    @Test
    void send_isRepeatedOnce() throws IOException {
        try (RawServer server = new RawServer(TAKE_ONE, RawServer.Connection::readRequest)) {
            OkHttpSender sender = sender(server);
            assertDelivered(sender.send(Signal.TRACES, first, TIMEOUT_NANOS));

            SendResult result = sender.send(Signal.TRACES, second, TIMEOUT_NANOS);

            assertThat(result.outcome).as(result.message).isEqualTo(Outcome.RETRY);
            assertThat(server.connections).hasValue(2);
        }
    }

    @Test
    void send_isNotRepeatedAfterATimeout() throws IOException {
        RawServer.Reaction silent = connection -> {
            TAKE_ONE.meet(connection);
            connection.readRequest();
            connection.hang();
        };
        try (RawServer server = new RawServer(silent, TAKE_ALL)) {
            OkHttpSender sender = sender(server);
            assertDelivered(sender.send(Signal.TRACES, first, TIMEOUT_NANOS));

            SendResult result = sender.send(Signal.TRACES, second, 300_000_000L);

            assertThat(result.outcome).as(result.message).isEqualTo(Outcome.RETRY);
            assertThat(server.connections).hasValue(1);
        }
    }

    @Test
    void closeIdle_leavesAConnectionThatWasJustUsed() throws IOException {
        try (RawServer server = new RawServer(TAKE_ALL)) {
            OkHttpSender sender = sender(server);
            assertDelivered(sender.send(Signal.TRACES, first, TIMEOUT_NANOS));

            assertThat(sender.closeIdle(3_600_000_000_000L)).isTrue();
            assertDelivered(sender.send(Signal.TRACES, first, TIMEOUT_NANOS));
            assertThat(server.connections).hasValue(1);

            assertThat(sender.closeIdle(0)).isFalse();
            assertDelivered(sender.send(Signal.TRACES, first, TIMEOUT_NANOS));
            assertThat(server.connections).hasValue(2);
        }
    }
}
