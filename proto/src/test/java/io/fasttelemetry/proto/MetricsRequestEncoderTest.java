/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.proto;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import io.opentelemetry.proto.metrics.v1.Sum;
import io.opentelemetry.proto.resource.v1.Resource;
import org.junit.jupiter.api.Test;

class MetricsRequestEncoderTest {
    private static final AttributeSet NO_ATTRIBUTES = new AttributeSet();
    private static final AttributeSet FULL = new AttributeSet().put("error.type", "queue_full");

    private final MetricsRequestEncoder request = new MetricsRequestEncoder(
            AttributeSet.unlimited().put("service.name", "shop"), "https://schema", "scope", "1");

    private void twoMetrics(long value) {
        request.begin(5, 7);
        request.beginSum("spans", "{span}", true);
        request.point(value, NO_ATTRIBUTES);
        request.point(0, FULL);
        request.endSum();
        request.beginSum("live", "{span}", false);
        request.point(-1, NO_ATTRIBUTES);
        request.endSum();
    }

    private static KeyValue attribute(String key, String value) {
        return KeyValue.newBuilder()
                .setKey(key)
                .setValue(AnyValue.newBuilder().setStringValue(value))
                .build();
    }

    private static NumberDataPoint.Builder point(long value) {
        return NumberDataPoint.newBuilder()
                .setStartTimeUnixNano(5)
                .setTimeUnixNano(7)
                .setAsInt(value);
    }

    private static Metric metric(String name, boolean monotonic, NumberDataPoint.Builder... points) {
        Sum.Builder sum = Sum.newBuilder()
                .setAggregationTemporality(AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE)
                .setIsMonotonic(monotonic);
        for (NumberDataPoint.Builder point : points) {
            sum.addDataPoints(point);
        }
        return Metric.newBuilder().setName(name).setUnit("{span}").setSum(sum).build();
    }

    @Test
    void finish_isWhatTheOfficialClassesWouldBuild() throws InvalidProtocolBufferException {
        twoMetrics(1_000_000_000_000L);

        EncodedRequest encoded = request.finish(null);

        ExportMetricsServiceRequest expected = ExportMetricsServiceRequest.newBuilder()
                .addResourceMetrics(ResourceMetrics.newBuilder()
                        .setResource(Resource.newBuilder().addAttributes(attribute("service.name", "shop")))
                        .setSchemaUrl("https://schema")
                        .addScopeMetrics(ScopeMetrics.newBuilder()
                                .setScope(InstrumentationScope.newBuilder()
                                        .setName("scope")
                                        .setVersion("1"))
                                .setSchemaUrl("https://schema")
                                .addMetrics(metric(
                                        "spans",
                                        true,
                                        point(1_000_000_000_000L),
                                        point(0).addAttributes(attribute("error.type", "queue_full"))))
                                .addMetrics(metric("live", false, point(-1)))))
                .build();
        assertThat(ExportMetricsServiceRequest.parseFrom(encoded.body())).isEqualTo(expected);
        assertThat(encoded.gzip()).isFalse();
        assertThat(encoded.rawBytes()).isEqualTo(encoded.body().length);
    }

    @Test
    void begin_startsAnew() {
        twoMetrics(1);
        byte[] first = request.finish(null).body();
        twoMetrics(99);
        byte[] other = request.finish(null).body();
        twoMetrics(1);

        assertThat(request.finish(null).body()).isEqualTo(first).isNotEqualTo(other);
    }

    @Test
    void finish_compressesFromTheThresholdOn() {
        twoMetrics(1);
        byte[] plain = request.finish(null).body();
        try (GzipWriter gzip = new FastGzipWriter(plain.length);
                GzipWriter above = new FastGzipWriter(plain.length + 1)) {
            twoMetrics(1);
            EncodedRequest compressed = request.finish(gzip);
            twoMetrics(1);

            assertThat(compressed.gzip()).isTrue();
            assertThat(Requests.gunzip(compressed.body())).isEqualTo(plain);
            assertThat(request.finish(above).body()).isEqualTo(plain);
        }
    }
}
