/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.config;

import java.util.List;

/** Options of OpenTelemetry that are known here without a key of our own. Constants; any thread. */
final class ForeignOptions {
    static final ConfigOption<String> PROTOCOL = ConfigOption.of(
            "otel.exporter.otlp.traces.protocol",
            new ChoiceParser<>("a supported protocol", List.of("http/protobuf"), List.of("http/protobuf")),
            "http/protobuf",
            "http/protobuf",
            "The one protocol there is.",
            "otel.exporter.otlp.protocol");

    static final ConfigOption<Integer> MAX_QUEUE_SIZE = ConfigOption.of(
            "otel.bsp.max.queue.size",
            new CountParser(1, Integer.MAX_VALUE),
            "none",
            null,
            "Only a limit for `fasttelemetry.max.batch.size`; the memory for spans is `fasttelemetry.buffer.bytes`.");
    static final ConfigOption<String> DECLARATIVE_CONFIG_FILE = ConfigOption.of(
            "otel.config.file",
            new UnsupportedParser(
                    "system properties, environment variables and the properties file of fasttelemetry.config.file"),
            "none",
            null,
            "Not supported. All other settings stay in use.");

    static final List<ConfigOption<?>> ALL = List.of(PROTOCOL, MAX_QUEUE_SIZE, DECLARATIVE_CONFIG_FILE);

    private ForeignOptions() {}
}
