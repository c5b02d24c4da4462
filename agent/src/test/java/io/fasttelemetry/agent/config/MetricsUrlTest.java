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
        assertThat(Settings.none().config().get(Options.METRICS_ENDPOINT)).isNull();
        assertThat(Settings.property("fasttelemetry.metrics", "none").config().get(Options.METRICS_ENDPOINT))
                .isNull();
        assertThat(Settings.none().config().get(Options.METRICS_INTERVAL_MILLIS))
                .isEqualTo(60_000);
    }

    @Test
    void url_isBesideTheOneForSpans() {
        assertThat(self().config().get(Options.METRICS_ENDPOINT)).isEqualTo("http://localhost:4318/v1/metrics");
        assertThat(self().andProperty("fasttelemetry.endpoint", "https://c/x/v1/traces?key=1")
                        .config()
                        .get(Options.METRICS_ENDPOINT))
                .isEqualTo("https://c/x/v1/metrics?key=1");
        assertThat(self().andEnv("OTEL_EXPORTER_OTLP_ENDPOINT", "http://c:4318/base")
                        .config()
                        .get(Options.METRICS_ENDPOINT))
                .isEqualTo("http://c:4318/base/v1/metrics");
    }

    @Test
    void url_isTheGeneralOneIfTheOneForSpansIsSpecial() {
        assertThat(self().andEnv("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "http://c/spans")
                        .andEnv("OTEL_EXPORTER_OTLP_ENDPOINT", "http://d")
                        .config()
                        .get(Options.METRICS_ENDPOINT))
                .isEqualTo("http://d/v1/metrics");
        assertThat(self().andEnv("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "http://c/spans")
                        .config()
                        .get(Options.METRICS_ENDPOINT))
                .isEqualTo("http://localhost:4318/v1/metrics");
    }

    @Test
    void url_ofItsOwnIsUsedAsItIs() {
        AgentConfig config = self().andEnv("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", "https://m/put")
                .andEnv("OTEL_METRIC_EXPORT_INTERVAL", "5000")
                .config();

        assertThat(config.get(Options.METRICS_ENDPOINT)).isEqualTo("https://m/put");
        assertThat(config.get(Options.METRICS_INTERVAL_MILLIS)).isEqualTo(5_000);
        assertThat(config.metricsReceiver().usesTls()).isTrue();
        assertThat(config.get(Options.ENDPOINT)).startsWith("http:");
    }

    @Test
    void self_needsAReceiver() {
        LoadedConfig loaded =
                self().andProperty("fasttelemetry.exporter", "console").load();

        assertThat(loaded.config().get(Options.METRICS_ENDPOINT)).isNull();
        assertThat(loaded.problems())
                .containsExactly("fasttelemetry.metrics: \"self\" has no effect, as spans do not go to a receiver;"
                        + " accepted: with the exporter otlp");
    }
}
