/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who gets to see the credentials of whom. */
class MetricsCredentialsTest {
    @TempDir
    Path folder;

    private String spansPem;
    private String allPem;
    private String metricsPem;

    @BeforeEach
    void writeFiles() throws IOException {
        spansPem = Files.writeString(folder.resolve("spans.pem"), "x").toString();
        allPem = Files.writeString(folder.resolve("all.pem"), "x").toString();
        metricsPem = Files.writeString(folder.resolve("metrics.pem"), "x").toString();
    }

    private static Settings sameOrigin() {
        return Settings.property("fasttelemetry.metrics", "self")
                .andProperty("fasttelemetry.endpoint", "https://spans.example");
    }

    private static Settings otherOrigin() {
        return sameOrigin().andProperty("fasttelemetry.metrics.endpoint", "https://metrics.example/put?key=s3cret");
    }

    private static String headers(ReceiverConfig receiver) {
        StringBuilder text = new StringBuilder();
        for (HttpHeader header : receiver.headers()) {
            text.append(header.name()).append('=').append(header.value()).append(' ');
        }
        return text.toString().trim();
    }

    private static String metricsHeaders(Settings settings) {
        return headers(settings.config().metricsReceiver());
    }

    @Test
    void headers_ofSpansGoToTheSameOrigin() {
        assertThat(metricsHeaders(sameOrigin().andProperty("fasttelemetry.headers", "a=spans")))
                .isEqualTo("a=spans");
        assertThat(metricsHeaders(sameOrigin()
                        .andEnv("OTEL_EXPORTER_OTLP_TRACES_HEADERS", "a=spans")
                        .andProperty("fasttelemetry.metrics.endpoint", "https://SPANS.example:443/other")))
                .isEqualTo("a=spans");
    }

    @Test
    void headers_ofSpansNeverGoToAnotherOrigin() {
        for (String name : List.of("FASTTELEMETRY_HEADERS", "OTEL_EXPORTER_OTLP_TRACES_HEADERS")) {
            LoadedConfig loaded = otherOrigin().andEnv(name, "a=s3cret").load();

            assertThat(headers(loaded.config().metricsReceiver())).isEmpty();
            assertThat(headers(loaded.config().tracesReceiver())).isEqualTo("a=s3cret");
            assertThat(loaded.problems()).singleElement().asString().startsWith(name + ": not for \"https://metrics");
            assertThat(loaded.problems().toString()).doesNotContain("s3cret");
        }
    }

    @Test
    void headers_ofAllSignalsGoToBoth() {
        Settings settings = otherOrigin().andEnv("OTEL_EXPORTER_OTLP_HEADERS", "a=all");
        assertThat(metricsHeaders(settings)).isEqualTo("a=all");
        assertThat(headers(settings.config().tracesReceiver())).isEqualTo("a=all");

        settings.andEnv("OTEL_EXPORTER_OTLP_TRACES_HEADERS", "a=spans");
        assertThat(metricsHeaders(settings)).isEqualTo("a=all");
        assertThat(headers(settings.config().tracesReceiver())).isEqualTo("a=spans");

        assertThat(metricsHeaders(sameOrigin()
                        .andEnv("OTEL_EXPORTER_OTLP_HEADERS", "a=all")
                        .andEnv("OTEL_EXPORTER_OTLP_TRACES_HEADERS", "a=spans")))
                .isEqualTo("a=all");
    }

    @ParameterizedTest
    @CsvSource({"FASTTELEMETRY_METRICS_HEADERS", "OTEL_EXPORTER_OTLP_METRICS_HEADERS"})
    void headers_ofTheirOwnWin(String name) {
        for (Settings settings : List.of(sameOrigin(), otherOrigin())) {
            settings.andEnv("FASTTELEMETRY_HEADERS", "a=spans")
                    .andEnv("OTEL_EXPORTER_OTLP_HEADERS", "a=all")
                    .andEnv(name, "b=metrics");

            assertThat(metricsHeaders(settings)).isEqualTo("b=metrics");
            assertThat(headers(settings.config().tracesReceiver())).isEqualTo("a=spans");
        }
    }

    @Test
    void headers_withABadPairAreReportedOnce() {
        LoadedConfig loaded = otherOrigin()
                .andEnv("OTEL_EXPORTER_OTLP_HEADERS", "a=all,broken")
                .load();

        assertThat(loaded.problems()).hasSize(1);
        assertThat(headers(loaded.config().metricsReceiver())).isEqualTo("a=all");
    }

    @Test
    void clientCertificate_ofSpansNeverGoesToAnotherOrigin() {
        Settings settings = otherOrigin()
                .andEnv("OTEL_EXPORTER_OTLP_TRACES_CLIENT_CERTIFICATE", spansPem)
                .andEnv("OTEL_EXPORTER_OTLP_TRACES_CLIENT_KEY", spansPem);
        LoadedConfig loaded = settings.load();

        assertThat(loaded.config().metricsReceiver().clientKeyFile()).isNull();
        assertThat(loaded.config().metricsReceiver().clientCertificateFile()).isNull();
        assertThat(loaded.config().tracesReceiver().clientKeyFile()).isEqualTo(spansPem);
        assertThat(loaded.problems())
                .singleElement()
                .asString()
                .startsWith("OTEL_EXPORTER_OTLP_TRACES_CLIENT_KEY: not for \"https://metrics.example/put?***\"");

        settings.andEnv("OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE", allPem)
                .andEnv("OTEL_EXPORTER_OTLP_CLIENT_KEY", allPem);
        assertThat(settings.config().metricsReceiver().clientKeyFile()).isEqualTo(allPem);
        assertThat(settings.config().tracesReceiver().clientKeyFile()).isEqualTo(spansPem);

        settings.andEnv("OTEL_EXPORTER_OTLP_METRICS_CLIENT_CERTIFICATE", metricsPem)
                .andEnv("OTEL_EXPORTER_OTLP_METRICS_CLIENT_KEY", metricsPem);
        assertThat(settings.config().metricsReceiver().clientKeyFile()).isEqualTo(metricsPem);
        assertThat(settings.config().metricsReceiver().clientCertificateFile()).isEqualTo(metricsPem);
    }

    @Test
    void clientCertificate_ofSpansGoesToTheSameOrigin() {
        AgentConfig config = sameOrigin()
                .andProperty("fasttelemetry.client.certificate", spansPem)
                .andProperty("fasttelemetry.client.key", spansPem)
                .config();

        assertThat(config.metricsReceiver().clientKeyFile()).isEqualTo(spansPem);
        assertThat(config.metricsReceiver().clientCertificateFile()).isEqualTo(spansPem);
    }

    @Test
    void clientCertificate_forMetricsNeedsItsKey() {
        LoadedConfig loaded = sameOrigin()
                .andProperty("fasttelemetry.metrics.client.key", metricsPem)
                .load();

        assertThat(loaded.config().metricsReceiver().clientKeyFile()).isNull();
        assertThat(loaded.problems())
                .containsExactly("fasttelemetry.metrics.client.key: a client certificate and its key only work"
                        + " together; using neither");
    }

    @Test
    void certificate_toTrustIsNoSecret() {
        Settings settings = otherOrigin().andEnv("OTEL_EXPORTER_OTLP_TRACES_CERTIFICATE", spansPem);
        assertThat(settings.config().metricsReceiver().certificateFile()).isNull();

        settings.andEnv("OTEL_EXPORTER_OTLP_CERTIFICATE", allPem);
        assertThat(settings.config().metricsReceiver().certificateFile()).isEqualTo(allPem);

        settings.andEnv("FASTTELEMETRY_CERTIFICATE", spansPem);
        assertThat(settings.config().metricsReceiver().certificateFile()).isEqualTo(spansPem);

        settings.andEnv("OTEL_EXPORTER_OTLP_METRICS_CERTIFICATE", metricsPem);
        assertThat(settings.config().metricsReceiver().certificateFile()).isEqualTo(metricsPem);
    }

    @ParameterizedTest
    @CsvSource({
        "http://a/x, http://A:80/y?z, true",
        "https://a, https://a:443, true",
        "http://a, https://a, false",
        "http://a:1, http://a:2, false",
        "http://a, http://b, false",
        "http://[::1]:4318/a, http://[::1]:4318/b, true",
        "http://[::1], http://[::1]:80, true",
        "http://[::1], http://[::2], false",
        "http://a:0080, http://a, true"
    })
    void origin_isSchemeHostAndPort(String url, String other, boolean same) {
        assertThat(Origin.isSame(url, other)).isEqualTo(same);
    }

    @Test
    void receiver_showsNoSecrets() {
        ReceiverConfig receiver = otherOrigin()
                .andProperty("fasttelemetry.metrics.headers", "a=s3cret")
                .config()
                .metricsReceiver();

        assertThat(receiver).hasToString("\"https://metrics.example/put?***\" [a=***]");
    }
}
