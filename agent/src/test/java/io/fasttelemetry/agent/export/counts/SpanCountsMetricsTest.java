/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export.counts;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import io.fasttelemetry.agent.export.TestSpans;
import io.fasttelemetry.bootstrap.SpanCollector;
import io.fasttelemetry.bootstrap.SpanLimit;
import io.fasttelemetry.proto.AttributeSet;
import io.fasttelemetry.proto.MetricsRequestEncoder;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class SpanCountsMetricsTest {
    private final SpanCollector collector = TestSpans.collector(1 << 20, 512);
    private final ExportCounters counters = new ExportCounters();

    /** Each point as {@code name value}, where the name has the attributes that tell points of one metric apart. */
    private Map<String, Long> points(boolean sampling, long backlogCount) {
        return points(collector, sampling, backlogCount);
    }

    private Map<String, Long> points(SpanCollector collector, boolean sampling, long backlogCount) {
        SpanCountsMetrics metrics = new SpanCountsMetrics(
                new MetricsRequestEncoder(new AttributeSet().put("service.name", "shop"), "url", "scope", "1"),
                5,
                sampling);
        byte[] body = metrics.encode(SpanCounts.read(collector, counters, backlogCount), 7)
                .body();
        Map<String, Long> points = new TreeMap<>();
        try {
            for (Metric metric : ExportMetricsServiceRequest.parseFrom(body)
                    .getResourceMetrics(0)
                    .getScopeMetrics(0)
                    .getMetricsList()) {
                for (NumberDataPoint point : metric.getSum().getDataPointsList()) {
                    points.put(metric.getName() + suffix(point), point.getAsInt());
                    assertThat(point.getStartTimeUnixNano()).isEqualTo(5);
                    assertThat(point.getTimeUnixNano()).isEqualTo(7);
                }
            }
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
        return points;
    }

    private static String suffix(NumberDataPoint point) {
        String suffix = "";
        for (KeyValue attribute : point.getAttributesList()) {
            if (!attribute.getKey().startsWith("otel.component.")) {
                suffix += " " + attribute.getValue().getStringValue();
            }
        }
        return suffix;
    }

    @Test
    void encode_followsTheConservationLaw() {
        TestSpans.record(collector, 100);
        collector.drainTo((records, offset, thrown, threadName) -> {}, 90);
        counters.exported(40);
        counters.dropped(DropReason.REJECTED, 1);
        counters.dropped(DropReason.REFUSED, 2);
        counters.dropped(DropReason.SHUTDOWN, 3);
        counters.dropped(DropReason.ERROR, 4);

        Map<String, Long> points = points(false, 40);

        assertThat(points)
                .containsEntry("otel.sdk.span.started RECORD_AND_SAMPLE", 100L)
                .containsEntry("otel.sdk.span.live RECORD_AND_SAMPLE", 0L)
                .containsEntry("otel.sdk.processor.span.queue.size", 10L)
                .containsEntry("otel.sdk.processor.span.processed", 86L)
                .containsEntry("otel.sdk.processor.span.processed error", 4L)
                .containsEntry("otel.sdk.exporter.span.inflight", 40L)
                .containsEntry("otel.sdk.exporter.span.exported", 40L)
                .containsEntry("otel.sdk.exporter.span.exported rejected", 1L)
                .containsEntry("otel.sdk.exporter.span.exported refused", 2L)
                .containsEntry("otel.sdk.exporter.span.exported shutdown", 3L)
                .containsEntry("fasttelemetry.span.dropped rejected", 1L)
                .containsEntry("fasttelemetry.span.dropped refused", 2L)
                .containsEntry("fasttelemetry.span.dropped shutdown", 3L)
                .containsEntry("fasttelemetry.span.dropped error", 4L)
                .doesNotContainKey("fasttelemetry.span.dropped load_shed")
                .doesNotContainKey("otel.sdk.processor.span.processed queue_full");
        assertThat(points.get("otel.sdk.processor.span.queue.capacity")).isGreaterThan(10_000L);
    }

    @Test
    void encode_withSamplingLeavesTheActiveOutOfTheStarted() {
        TestSpans.record(collector, 100);

        Map<String, Long> points = points(true, 0);

        assertThat(points)
                .containsEntry("otel.sdk.span.started RECORD_AND_SAMPLE", 100L)
                .containsEntry("otel.sdk.span.live", 0L);
    }

    @Test
    void encode_reportsWhatWasShed() {
        SpanCollector small = TestSpans.collector(256 << 10, 1 << 30);
        TestSpans.record(small, 20_000);
        long shed = small.counts().loadShedCount;

        Map<String, Long> points = points(small, false, 0);

        assertThat(shed).isPositive();
        assertThat(points)
                .containsEntry("fasttelemetry.span.dropped load_shed", shed)
                .containsEntry("otel.sdk.span.started DROP", shed)
                .containsEntry("otel.sdk.span.started RECORD_AND_SAMPLE", 20_000 - shed);
    }

    @Test
    void encode_reportsWhatLimitsLeftOut() {
        TestSpans.record(collector, 10);
        TestSpans.recordLimited(collector, new SpanLimit(Long.MAX_VALUE, 1, 0), 5);
        TestSpans.recordLimited(collector, new SpanLimit(0, 0, 0), 7);

        assertThat(points(false, 0))
                .containsEntry("otel.sdk.span.started RECORD_AND_SAMPLE", 10L)
                .containsEntry("otel.sdk.span.started DROP", 12L)
                .containsEntry("fasttelemetry.span.sampled_out too_short", 5L)
                .containsEntry("fasttelemetry.span.sampled_out ratio", 7L)
                .doesNotContainKey("fasttelemetry.span.sampled_out sampler");
    }
}
