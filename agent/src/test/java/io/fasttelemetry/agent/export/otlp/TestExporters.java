/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import io.fasttelemetry.agent.config.AgentConfig;
import io.fasttelemetry.agent.export.counts.ExportCounters;
import io.fasttelemetry.agent.export.transport.ReloadingSender;
import io.fasttelemetry.bootstrap.SpanCollector;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

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

    /**
     * Has one request answered and settled: one that is under way, or else the next one when it is due. For an exporter
     * that sends one request at a time; the next one may be under way afterwards.
     */
    static void deliverOne(OtlpSpanExporter exporter, ExportCounters counters) {
        long deadline = System.nanoTime() + 20_000_000_000L;
        long settled = counters.settledCount();
        int failures = counters.failuresInARow();
        while (counters.settledCount() == settled && counters.failuresInARow() == failures) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            if (exporter.nanosUntilDue() == 0) {
                exporter.deliver();
            } else {
                LockSupport.parkNanos(100_000);
            }
        }
    }
}
