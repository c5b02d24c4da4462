/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.config;

import java.util.List;

/** The options of the agent's metrics about itself. Constants; any thread. */
final class MetricsOptions {
    private static final long SECOND = 1_000;
    private static final long HOUR = 3600 * SECOND;

    static final ConfigOption<Boolean> METRICS = ConfigOption.of(
            "fasttelemetry.metrics",
            new ChoiceParser<>("a choice of metrics", List.of("none", "self"), List.of(Boolean.FALSE, Boolean.TRUE)),
            "none",
            Boolean.FALSE,
            "Whether the agent sends metrics about itself, the `otel.sdk.*` ones and `fasttelemetry.span.shed`,"
                    + " at the interval and at exit.");
    static final ConfigOption<Long> INTERVAL = ConfigOption.of(
            "fasttelemetry.metrics.interval",
            new DurationParser(1, HOUR),
            "60s",
            60 * SECOND,
            "The time between two requests with metrics.",
            "otel.metric.export.interval");
    static final ConfigOption<String> ENDPOINT = ConfigOption.of(
            "fasttelemetry.metrics.endpoint",
            new EndpointParser(EndpointParser.Kind.SIGNAL),
            "none",
            null,
            "The URL that metrics are posted to, used as it is; by default the one for spans with `/v1/metrics`"
                    + " instead of `/v1/traces`.",
            "otel.exporter.otlp.metrics.endpoint");

    /** Where metrics go if the URL for spans does not tell. */
    static final ConfigOption<String> BASE = ConfigOption.of(
            "otel.exporter.otlp.endpoint",
            new EndpointParser(EndpointParser.Kind.BASE),
            "http://localhost:4318",
            "http://localhost:4318" + EndpointParser.TRACES_PATH,
            "");

    private MetricsOptions() {}
}
