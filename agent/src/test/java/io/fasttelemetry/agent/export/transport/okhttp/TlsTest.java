/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export.transport.okhttp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fasttelemetry.agent.config.TestConfig;
import io.fasttelemetry.agent.export.TestSpans;
import io.fasttelemetry.agent.export.transport.SendResult;
import io.fasttelemetry.agent.export.transport.SendResult.Outcome;
import io.fasttelemetry.agent.export.transport.Signal;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TlsTest {
    private static final long TIMEOUT_NANOS = 10_000_000_000L;

    private final TestAuthority testAuthority = new TestAuthority();
    private final HeldCertificate authority = testAuthority.own;
    private final MockWebServer server = new MockWebServer();

    @TempDir
    Path folder;

    @BeforeEach
    void start() throws Exception {
        serve(testAuthority.forLocalhost());
        server.start();
        server.enqueue(new MockResponse.Builder().build());
    }

    private void serve(HeldCertificate certificate) {
        testAuthority.serve(server, certificate);
    }

    @AfterEach
    void close() {
        server.close();
    }

    private SendResult send(String... more) {
        return sender(more).send(Signal.TRACES, TestSpans.batch(1, null), TIMEOUT_NANOS);
    }

    private String file(String name, String content) throws Exception {
        return Files.writeString(folder.resolve(name), content).toString();
    }

    @Test
    void send_trustsTheConfiguredCertificate() throws Exception {
        String other = new HeldCertificate.Builder().build().certificatePem();

        SendResult result = send("certificate", file("ca.pem", other + authority.certificatePem()));

        assertThat(result.message).isNull();
        assertThat(result.outcome).isEqualTo(Outcome.DELIVERED);
        assertThat(server.takeRequest().getHandshake()).isNotNull();
    }

    @Test
    void send_unknownAuthorityGetsNothing() {
        SendResult result = send();

        assertThat(result.outcome).isEqualTo(Outcome.RETRY);
        assertThat(result.message).contains("PKIX");
        assertThat(server.getRequestCount()).isZero();
    }

    @Test
    void send_wrongHostGetsNothing() throws Exception {
        String ca = file("ca.pem", authority.certificatePem());
        OkHttpSender sender = new OkHttpSender(
                TestConfig.of("endpoint", "https://127.0.0.1:" + server.getPort(), "certificate", ca), "1");

        SendResult result = sender.send(Signal.TRACES, TestSpans.batch(1, null), TIMEOUT_NANOS);

        assertThat(result.outcome).isEqualTo(Outcome.RETRY);
        assertThat(result.message).contains("not verified");
        assertThat(server.getRequestCount()).isZero();
    }

    @Test
    void send_showsTheClientCertificate() throws Exception {
        server.requireClientAuth();
        HeldCertificate client =
                new HeldCertificate.Builder().signedBy(authority).build();
        HeldCertificate rsa =
                new HeldCertificate.Builder().rsa2048().signedBy(authority).build();
        String ca = file("ca.pem", authority.certificatePem());
        for (HeldCertificate shown : new HeldCertificate[] {client, rsa}) {
            server.enqueue(new MockResponse.Builder().build());
            SendResult result = send(
                    "certificate",
                    ca,
                    "client.certificate",
                    file("client.pem", shown.certificatePem()),
                    "client.key",
                    file("client.key", shown.privateKeyPkcs8Pem()));

            assertThat(result.message).isNull();
            assertThat(server.takeRequest().getHandshake().peerCertificates())
                    .first()
                    .isEqualTo(shown.certificate());
        }
    }

    @Test
    void configure_saysWhatIsWrongWithAFile() throws Exception {
        String ca = file("ca.pem", authority.certificatePem());

        assertFails("empty.pem holds no certificate in PEM form", "certificate", file("empty.pem", ""));
        assertFails(
                "damaged.pem holds a damaged certificate",
                "certificate",
                file("damaged.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"));
        assertFails(
                "cut.pem is cut off",
                "certificate",
                file("cut.pem", authority.certificatePem().substring(0, 200)));
        assertFails(
                "odd.pem is damaged: a block CERTIFICATE is not base64",
                "certificate",
                file("odd.pem", "-----BEGIN CERTIFICATE-----\nA\n-----END CERTIFICATE-----\n"));
        assertFails(
                "key.pem holds a key and no certificate",
                "certificate",
                file("key.pem", authority.privateKeyPkcs8Pem()));
        assertFails(
                "ca.pem holds no private key in PEM form; accepted: an unencrypted key as written by openssl pkcs8",
                "client.certificate",
                ca,
                "client.key",
                ca);
        for (String encrypted : List.of(
                "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n",
                "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nAAAA\n-----END RSA PRIVATE KEY-----\n")) {
            assertFails(
                    "locked.pem holds a key that is encrypted",
                    "client.certificate",
                    ca,
                    "client.key",
                    file("locked.pem", encrypted));
        }
        assertFails(
                "zero.pem holds a key that is neither RSA nor EC nor Ed25519, or is damaged",
                "client.certificate",
                ca,
                "client.key",
                file("zero.pem", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"));
    }

    private void assertFails(String message, String... settings) {
        assertThatThrownBy(() -> send(settings))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(folder + "/" + message)
                .hasMessageNotContaining("AAAA");
    }

    /** The receiver of metrics is another, and sees no certificate but the one that was set for it. */
    @Test
    void send_metricsShowTheirOwnClientCertificate() throws Exception {
        HeldCertificate spans =
                new HeldCertificate.Builder().signedBy(authority).build();
        HeldCertificate metrics =
                new HeldCertificate.Builder().signedBy(authority).build();
        server.requireClientAuth();
        try (MockWebServer other = new MockWebServer()) {
            testAuthority.serve(other, testAuthority.forLocalhost());
            other.requireClientAuth();
            other.enqueue(new MockResponse.Builder().build());
            other.start();
            OkHttpSender sender = sender(
                    "certificate",
                    file("ca.pem", authority.certificatePem()),
                    "client.certificate",
                    file("spans.pem", spans.certificatePem()),
                    "client.key",
                    file("spans.key", spans.privateKeyPkcs8Pem()),
                    "metrics",
                    "self",
                    "metrics.endpoint",
                    "https://localhost:" + other.getPort(),
                    "metrics.client.certificate",
                    file("metrics.pem", metrics.certificatePem() + metrics.privateKeyPkcs8Pem()),
                    "metrics.client.key",
                    folder.resolve("metrics.pem").toString());

            assertThat(sender.send(Signal.TRACES, TestSpans.batch(1, null), TIMEOUT_NANOS).message)
                    .isNull();
            assertThat(sender.send(Signal.METRICS, TestSpans.batch(1, null), TIMEOUT_NANOS).message)
                    .isNull();

            assertThat(server.takeRequest().getHandshake().peerCertificates())
                    .first()
                    .isEqualTo(spans.certificate());
            assertThat(other.takeRequest().getHandshake().peerCertificates())
                    .first()
                    .isEqualTo(metrics.certificate());
        }
    }

    /** And a certificate for metrics that cannot be used stops no span. */
    @Test
    void send_damagedCertificateForMetricsStopsNoSpan() throws Exception {
        OkHttpSender sender = sender(
                "certificate",
                file("ca.pem", authority.certificatePem()),
                "metrics",
                "self",
                "metrics.certificate",
                file("damaged.pem", "?"));

        assertThat(sender.send(Signal.TRACES, TestSpans.batch(1, null), TIMEOUT_NANOS).message)
                .isNull();
        assertThatThrownBy(() -> sender.send(Signal.METRICS, TestSpans.batch(1, null), TIMEOUT_NANOS))
                .hasMessageContaining("damaged.pem");
    }

    private OkHttpSender sender(String... more) {
        String[] settings = new String[more.length + 2];
        settings[0] = "endpoint";
        settings[1] = "https://localhost:" + server.getPort();
        System.arraycopy(more, 0, settings, 2, more.length);
        return new OkHttpSender(TestConfig.of(settings), "1");
    }

    @Test
    void send_expiredCertificateGetsNothing() throws Exception {
        serve(new HeldCertificate.Builder()
                .addSubjectAlternativeName("localhost")
                .validityInterval(1_000_000_000_000L, 1_100_000_000_000L)
                .signedBy(authority)
                .build());

        SendResult result = send("certificate", file("ca.pem", authority.certificatePem()));

        assertThat(result.outcome).isEqualTo(Outcome.RETRY);
        assertThat(result.message).contains("validity");
        assertThat(server.getRequestCount()).isZero();
    }

    @Test
    void send_doesNotTrustAsTheApplicationsDefaultDoes() throws Exception {
        SSLContext original = SSLContext.getDefault();
        SSLContext.setDefault(new HandshakeCertificates.Builder()
                .addTrustedCertificate(authority.certificate())
                .build()
                .sslContext());
        try {
            assertThat(send().message).contains("PKIX");
            assertThat(server.getRequestCount()).isZero();
        } finally {
            SSLContext.setDefault(original);
        }
    }

    @Test
    void send_withoutTheClientCertificateThatIsNeededGetsNothing() throws Exception {
        server.requireClientAuth();

        SendResult result = send("certificate", file("ca.pem", authority.certificatePem()));

        assertThat(result.outcome).isEqualTo(Outcome.RETRY);
        assertThat(server.getRequestCount()).isZero();
    }

    /** And where TLS is spoken no more, nothing is sent in the clear. */
    @Test
    void send_neverFallsBackToPlainText() throws Exception {
        List<byte[]> received = new CopyOnWriteArrayList<>();
        try (RawServer plain = new RawServer(connection -> {
            received.add(connection.socket.getInputStream().readNBytes(3));
            connection.write("HTTP/1.1 400 Bad Request\r\n\r\n");
        })) {
            OkHttpSender sender =
                    new OkHttpSender(TestConfig.of("endpoint", plain.url().replace("http:", "https:")), "1");
            for (int i = 0; i < 3; i++) {
                assertThat(sender.send(Signal.TRACES, TestSpans.batch(1, null), TIMEOUT_NANOS).outcome)
                        .isEqualTo(Outcome.RETRY);
            }
            assertThat(received).hasSizeGreaterThanOrEqualTo(3).allMatch(bytes -> bytes[0] == 0x16, "a TLS handshake");
        }
    }

    @Test
    void send_handshakeThatStallsEndsAtTheTimeout() throws Exception {
        try (RawServer silent = new RawServer(RawServer.Connection::hang)) {
            OkHttpSender sender =
                    new OkHttpSender(TestConfig.of("endpoint", silent.url().replace("http:", "https:")), "1");
            sender.send(Signal.TRACES, TestSpans.batch(1, null), 1); // what TLS loads is not the handshake's time
            long start = System.nanoTime();

            SendResult result = sender.send(Signal.TRACES, TestSpans.batch(1, null), 500_000_000L);

            assertThat(System.nanoTime() - start).isBetween(490_000_000L, 5_000_000_000L);
            assertThat(result.outcome).isEqualTo(Outcome.RETRY);
        }
    }

    /** A call's timeout can be missed by a handshake that is just beginning: here the call has none. */
    @Test
    void send_handshakeThatStallsEndsAtTheSocketsOwnTimeout() throws Exception {
        try (RawServer silent = new RawServer(RawServer.Connection::hang)) {
            OkHttpSender sender = new OkHttpSender(
                    TestConfig.of("endpoint", silent.url().replace("http:", "https:"), "timeout", "500ms"), "1");

            SendResult result = sender.send(Signal.TRACES, TestSpans.batch(1, null), 0);

            assertThat(result.outcome).isEqualTo(Outcome.RETRY);
        }
    }

    @Test
    void isOutdated_onceAFileHasChanged() throws Exception {
        HeldCertificate first =
                new HeldCertificate.Builder().signedBy(authority).build();
        String ca = file("ca.pem", new HeldCertificate.Builder().build().certificatePem());
        String certificate = file("client.pem", first.certificatePem());
        String key = file("client.key", first.privateKeyPkcs8Pem());
        OkHttpSender sender = sender("certificate", ca, "client.certificate", certificate, "client.key", key);
        assertThat(sender.isOutdated()).isFalse();

        for (String name : new String[] {"ca.pem", "client.pem", "client.key"}) {
            File changed = folder.resolve(name).toFile();
            long modified = changed.lastModified();
            assertThat(changed.setLastModified(modified - 10_000)).isTrue();
            assertThat(sender.isOutdated()).as(name).isTrue();
            assertThat(changed.setLastModified(modified)).isTrue();
            assertThat(sender.isOutdated()).as(name).isFalse();
        }
    }
}
