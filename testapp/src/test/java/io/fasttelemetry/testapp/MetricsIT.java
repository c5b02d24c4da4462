/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.testapp;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * The agent's metrics about itself. That there are none by default is shown by
 * {@link OtlpReceiver} in every other test.
 */
class MetricsIT {
    private static final Duration SOON = Duration.ofSeconds(20);

    private static AgentJvm traced(AgentJvm program, MetricsReceiver receiver, String rules) {
        return program.agent()
                .methods(rules)
                .interval(Duration.ofMillis(100))
                .property("fasttelemetry.endpoint", receiver.url())
                .property("fasttelemetry.metrics", "self")
                .property("fasttelemetry.log.level", "info")
                .property("fasttelemetry.shutdown.timeout", "30s");
    }

    @EachJvm
    void exit_sendsTheFinalCounts(TestJvm jvm) throws IOException {
        try (MetricsReceiver receiver = new MetricsReceiver(200)) {
            JvmResult result = traced(
                            AgentJvm.scenario(jvm, "ManyThreads", "4", "1000"),
                            receiver,
                            "com.acme.scenario.ManyThreads[outer,inner]")
                    .property("fasttelemetry.service.name", "shop")
                    .property("fasttelemetry.max.batch.size", "512")
                    .run()
                    .assertExit(0);

            List<ExportMetricsServiceRequest> requests = receiver.metrics();
            assertThat(requests).hasSize(1);
            assertThat(requests.get(0).getResourceMetrics(0).getResource().getAttributes(0))
                    .matches(attribute -> attribute.getKey().equals("service.name")
                            && attribute.getValue().getStringValue().equals("shop"));
            assertThat(MetricsReceiver.points(requests.get(0)))
                    .containsEntry("otel.sdk.span.started RECORD_AND_SAMPLE", 8_000L)
                    .containsEntry("otel.sdk.span.live RECORD_AND_SAMPLE", 0L)
                    .containsEntry("otel.sdk.processor.span.queue.size", 0L)
                    .containsEntry("otel.sdk.processor.span.processed", 8_000L)
                    .containsEntry("otel.sdk.exporter.span.inflight", 0L)
                    .containsEntry("otel.sdk.exporter.span.exported", 8_000L)
                    .hasSize(7);
            assertThat(result.stderr())
                    .contains("exported 8000,", "; " + receiver.traceRequestCount() + " requests")
                    .hasLineCount(3);
        }
    }

    @EachJvm
    void interval_sendsCountsThatOnlyGrow(TestJvm jvm) throws IOException, InterruptedException {
        try (MetricsReceiver receiver = new MetricsReceiver(200);
                RunningJvm running = traced(
                                AgentJvm.scenario(jvm, "LoadedBefore"),
                                receiver,
                                "com.acme.scenario.LoadedBefore[work]")
                        .property("fasttelemetry.metrics.interval", "200ms")
                        .start()) {
            running.awaitLine("READY", SOON);
            long deadlineNanos = System.nanoTime() + SOON.toNanos();
            while (receiver.metrics().size() < 4 && System.nanoTime() < deadlineNanos) {
                LockSupport.parkNanos(5_000_000);
            }
            running.closeStdin().await().assertExit(0);

            List<Map<String, Long>> points =
                    receiver.metrics().stream().map(MetricsReceiver::points).toList();
            assertThat(points).hasSizeGreaterThanOrEqualTo(5);
            assertThat(points)
                    .extracting(counts -> counts.get("otel.sdk.exporter.span.exported"))
                    .isSorted();
            for (Map<String, Long> counts : points) {
                long queued = counts.get("otel.sdk.processor.span.queue.size");
                long processed = counts.get("otel.sdk.processor.span.processed");
                assertThat(counts.get("otel.sdk.span.started RECORD_AND_SAMPLE"))
                        .isEqualTo(counts.get("otel.sdk.span.live RECORD_AND_SAMPLE") + queued + processed);
                assertThat(processed)
                        .isEqualTo(counts.get("otel.sdk.exporter.span.inflight")
                                + counts.get("otel.sdk.exporter.span.exported"));
            }
        }
    }

    /** A receiver without metrics costs the spans nothing. */
    @EachJvm
    void refusedMetrics_areAFewLinesAndNoMore(TestJvm jvm) throws IOException {
        try (MetricsReceiver receiver = new MetricsReceiver(404)) {
            JvmResult result = traced(
                            AgentJvm.scenario(jvm, "ManyThreads", "2", "50000"),
                            receiver,
                            "com.acme.scenario.ManyThreads[outer,inner]")
                    .property("fasttelemetry.metrics.interval", "1ms")
                    .run()
                    .assertExit(0);

            assertThat(result.stderr()).contains("metrics were not taken: HTTP 404", "exported 200000, ");
            assertThat(result.stderr().lines().filter(line -> line.contains("metrics were not taken")))
                    .hasSizeLessThanOrEqualTo(5);
        }
    }
}
