/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MetricsUrlTest {
    private static Settings self() {
        return Settings.property("fasttelemetry.metrics", "self");
    }

    @Test
    void metrics_areOffByDefault() {
        assertThat(Settings.none().config().metricsUrl()).isNull();
        assertThat(Settings.property("fasttelemetry.metrics", "none").config().metricsUrl())
                .isNull();
        assertThat(Settings.none().config().metricsIntervalMillis()).isEqualTo(60_000);
    }

    @Test
    void url_isBesideTheOneForSpans() {
        assertThat(self().config().metricsUrl()).isEqualTo("http://localhost:4318/v1/metrics");
        assertThat(self().andProperty("fasttelemetry.endpoint", "https://c/x/v1/traces?key=1")
                        .config()
                        .metricsUrl())
                .isEqualTo("https://c/x/v1/metrics?key=1");
        assertThat(self().andEnv("OTEL_EXPORTER_OTLP_ENDPOINT", "http://c:4318/base")
                        .config()
                        .metricsUrl())
                .isEqualTo("http://c:4318/base/v1/metrics");
    }

    @Test
    void url_isTheGeneralOneIfTheOneForSpansIsSpecial() {
        assertThat(self().andEnv("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "http://c/spans")
                        .andEnv("OTEL_EXPORTER_OTLP_ENDPOINT", "http://d")
                        .config()
                        .metricsUrl())
                .isEqualTo("http://d/v1/metrics");
        assertThat(self().andEnv("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "http://c/spans")
                        .config()
                        .metricsUrl())
                .isEqualTo("http://localhost:4318/v1/metrics");
    }

    @Test
    void url_ofItsOwnIsUsedAsItIs() {
        AgentConfig config = self().andEnv("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", "https://m/put")
                .andEnv("OTEL_METRIC_EXPORT_INTERVAL", "5000")
                .config();

        assertThat(config.metricsUrl()).isEqualTo("https://m/put");
        assertThat(config.metricsIntervalMillis()).isEqualTo(5_000);
        assertThat(config.usesTls()).isTrue();
        assertThat(config.tracesUrl()).startsWith("http:");
    }

    @Test
    void self_needsAReceiver() {
        LoadedConfig loaded =
                self().andProperty("fasttelemetry.exporter", "console").load();

        assertThat(loaded.config().metricsUrl()).isNull();
        assertThat(loaded.problems())
                .containsExactly("fasttelemetry.metrics: \"self\" has no effect, as spans do not go to a receiver;"
                        + " accepted: with the exporter otlp");
    }
}
