/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.fasttelemetry.agent.config.TestConfig;
import io.fasttelemetry.agent.export.http.TestAuthority;
import io.fasttelemetry.bootstrap.SpanCollector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.UUID;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CertificateRenewalTest {
    private final TestAuthority authority = new TestAuthority();
    private final MockWebServer server = new MockWebServer();

    @TempDir
    Path folder;

    @BeforeEach
    void start() throws Exception {
        authority.serve(server, authority.forLocalhost());
        server.start();
        server.enqueue(new MockResponse.Builder().build());
    }

    @AfterEach
    void close() {
        server.close();
    }

    private String file(String name, String content) throws Exception {
        return Files.writeString(folder.resolve(name), content).toString();
    }

    /** An authority that nobody trusts yet, then the renewed bundle; the same sink throughout. */
    @Test
    void deliver_readsRenewedCertificates() throws Exception {
        server.requireClientAuth();
        HeldCertificate wrong = new HeldCertificate.Builder().build();
        HeldCertificate right =
                new HeldCertificate.Builder().signedBy(authority.own).build();
        String[] settings = {
            "endpoint",
            "https://localhost:" + server.getPort(),
            "retry.base",
            "1ms",
            "retry.max",
            "2ms",
            "certificate",
            file("ca.pem", wrong.certificatePem()),
            "client.certificate",
            file("client.pem", wrong.certificatePem()),
            "client.key",
            file("client.key", wrong.privateKeyPkcs8Pem())
        };
        SpanCollector collector = TestSpans.collector(1 << 20, 8);
        ExportStats stats = new ExportStats();
        OtlpSink sink = new OtlpSink(TestConfig.of(settings), "1", new UUID(1, 2), collector, stats, new Random(1));
        try (StandardErr err = new StandardErr()) {
            TestSpans.record(collector, 5);
            collector.drainTo(sink, Integer.MAX_VALUE);
            sink.flush();
            deliver(sink, 3);
            assertThat(stats.exportedCount).isZero();
            assertThat(err.lines()).isNotEmpty().allMatch(line -> line.contains("PKIX"));

            file("ca.pem", authority.own.certificatePem());
            file("client.pem", "half a certif");
            deliver(sink, 2);
            assertThat(stats.exportedCount).isZero();

            file("client.pem", right.certificatePem());
            file("client.key", right.privateKeyPkcs8Pem());
            deliver(sink, 1);
            assertThat(stats.exportedCount).isEqualTo(5);
        }
    }

    private static void deliver(OtlpSink sink, int times) {
        for (int i = 0; i < times; i++) {
            assertThat(sink.heldCount()).as("spans that wait for attempt %d", i).isPositive();
            while (sink.nanosUntilDue() > 0) {
                Thread.onSpinWait();
            }
            sink.deliver();
        }
    }
}
