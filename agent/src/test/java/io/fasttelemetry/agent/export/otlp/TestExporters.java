/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export.otlp;

import io.fasttelemetry.agent.config.AgentConfig;
import io.fasttelemetry.agent.export.counts.ExportCounters;
import io.fasttelemetry.agent.export.transport.ReloadingSender;
import io.fasttelemetry.bootstrap.SpanCollector;
import java.util.Random;
import java.util.UUID;

/** Exporters put together as the agent does it. */
final class TestExporters {
    private TestExporters() {}

    static OtlpSpanExporter otlp(AgentConfig config, SpanCollector collector, ExportCounters counters) {
        return new OtlpSpanExporter(
                config,
                new RequestEncoders(config, "1", new UUID(1, 2)),
                new ReloadingSender(config, "1"),
                collector,
                counters,
                new Random(1));
    }
}
