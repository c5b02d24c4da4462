/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export.transport.okhttp;

import static org.assertj.core.api.Assertions.assertThat;

import io.fasttelemetry.agent.config.AgentConfig;
import io.fasttelemetry.agent.config.TestConfig;
import io.fasttelemetry.agent.export.TestSpans;
import io.fasttelemetry.agent.export.transport.SendResult;
import io.fasttelemetry.agent.export.transport.SendResult.Outcome;
import io.fasttelemetry.agent.export.transport.Signal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.Dns;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which address a request goes to, when the name of the receiver stands for others over time. */
final class ConnectionsTest {
    private static final long TIMEOUT_NANOS = 10_000_000_000L;
    private static final InetAddress OLD = address(1);
    private static final InetAddress NEW = address(2);

    private final MockWebServer before = new MockWebServer();
    private final MockWebServer after = new MockWebServer();
    private final List<InetAddress> resolved = new CopyOnWriteArrayList<>(List.of(OLD));
    private final Dns dns = name -> {
        if (resolved.isEmpty()) {
            throw new UnknownHostException(name);
        }
        return List.copyOf(resolved);
    };
    private AgentConfig config;

    private static InetAddress address(int last) {
        try {
            return InetAddress.getByAddress("receiver.test", new byte[] {127, 0, 0, (byte) last});
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    @BeforeEach
    void start() throws IOException {
        before.start(OLD, 0);
        after.start(NEW, before.getPort());
        config = TestConfig.of("endpoint", "http://receiver.test:" + before.getPort());
    }

    @AfterEach
    void close() {
        before.close();
        after.close();
    }

    private void send(OkHttpSender sender, Outcome expected) {
        before.enqueue(new MockResponse.Builder().build());
        after.enqueue(new MockResponse.Builder().build());

        SendResult result = sender.send(Signal.TRACES, TestSpans.batch(1, null), TIMEOUT_NANOS);

        assertThat(result.outcome).as(result.message).isEqualTo(expected);
    }

    @Test
    void send_followsTheNameOnceTheConnectionIsRecycled() {
        OkHttpSender sender = new OkHttpSender(config, "1", dns, 0);
        send(sender, Outcome.DELIVERED);
        resolved.set(0, NEW);
        send(sender, Outcome.DELIVERED);

        assertThat(before.getRequestCount()).isEqualTo(1);
        assertThat(after.getRequestCount()).isEqualTo(1);
    }

    @Test
    void send_keepsItsConnectionUntilThen() {
        OkHttpSender sender = new OkHttpSender(config, "1", dns, OkHttpSender.RECYCLE_NANOS);
        send(sender, Outcome.DELIVERED);
        resolved.set(0, NEW);
        send(sender, Outcome.DELIVERED);

        assertThat(before.getRequestCount()).isEqualTo(2);
        assertThat(after.getRequestCount()).isZero();
    }

    @Test
    void send_resolvesTheNameAfterAFailedConnection() {
        before.close();
        OkHttpSender sender = new OkHttpSender(config, "1", dns, OkHttpSender.RECYCLE_NANOS);
        send(sender, Outcome.UNREACHABLE);
        resolved.clear();
        send(sender, Outcome.UNREACHABLE);
        resolved.add(NEW);
        send(sender, Outcome.DELIVERED);
    }

    @Test
    void send_triesAllAddresses() {
        resolved.clear();
        resolved.addAll(List.of(address(9), address(8), address(7), NEW)); // nobody listens at the first three
        send(new OkHttpSender(config, "1", dns, OkHttpSender.RECYCLE_NANOS), Outcome.DELIVERED);

        assertThat(after.getRequestCount()).isEqualTo(1);
    }
}
