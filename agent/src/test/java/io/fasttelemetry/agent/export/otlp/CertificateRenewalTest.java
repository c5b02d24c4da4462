/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import io.fasttelemetry.agent.config.TestConfig;
import io.fasttelemetry.agent.export.StandardErr;
import io.fasttelemetry.agent.export.TestSpans;
import io.fasttelemetry.agent.export.counts.ExportCounters;
import io.fasttelemetry.agent.export.transport.okhttp.TestAuthority;
import io.fasttelemetry.bootstrap.SpanCollector;
import java.nio.file.Files;
import java.nio.file.Path;
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

    /** An authority that nobody trusts yet, then the renewed bundle; the same exporter throughout. */
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
        ExportCounters counters = new ExportCounters();
        OtlpSpanExporter exporter = TestExporters.otlp(TestConfig.of(settings), collector, counters);
        try (StandardErr err = new StandardErr()) {
            TestSpans.record(collector, 5);
            collector.drainTo(exporter, Integer.MAX_VALUE);
            exporter.flush();
            deliver(exporter, counters, 3);
            assertThat(counters.exportedCount()).isZero();
            assertThat(err.lines()).isNotEmpty().allMatch(line -> line.contains("PKIX"));

            file("ca.pem", authority.own.certificatePem());
            file("client.pem", "half a certif");
            deliver(exporter, counters, 2);
            assertThat(counters.exportedCount()).isZero();

            file("client.pem", right.certificatePem());
            file("client.key", right.privateKeyPkcs8Pem());
            deliver(exporter, counters, 1);
            assertThat(counters.exportedCount()).isEqualTo(5);
        }
    }

    private static void deliver(OtlpSpanExporter exporter, ExportCounters counters, int times) {
        for (int i = 0; i < times; i++) {
            assertThat(exporter.queuedCount())
                    .as("spans that wait for attempt %d", i)
                    .isPositive();
            TestExporters.deliverOne(exporter, counters);
        }
    }
}
