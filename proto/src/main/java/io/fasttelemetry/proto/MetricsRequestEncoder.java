/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.proto;

import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import io.opentelemetry.proto.metrics.v1.Sum;
import io.opentelemetry.proto.resource.v1.Resource;

/**
 * Writes {@code ExportMetricsServiceRequest} messages with one resource, one scope and cumulative sums of whole
 * numbers, which is enough for counters.
 *
 * <p>One thread at a time; the export thread owns it. Reusable: {@link #begin}, then for each metric {@link #beginSum},
 * points, {@link #endSum}, and finally {@link #finish}.
 */
public final class MetricsRequestEncoder {
    private static final int CUMULATIVE = 2; // AGGREGATION_TEMPORALITY_CUMULATIVE

    private final AttributeSet resource;
    private final String schemaUrl;
    private final String scopeName;
    private final String scopeVersion;
    private final WireBuffer out = new WireBuffer(4096);
    private final KeyValueEncoder attributes = new KeyValueEncoder(out, NumberDataPoint.ATTRIBUTES_FIELD_NUMBER);

    private long startEpochNanos;
    private long nowEpochNanos;
    private int resourceMark;
    private int scopeMark;
    private int metricMark;
    private int sumMark;
    private boolean monotonic;

    /** Makes an encoder. Schema URL and scope version may be null or empty, and are then left out. */
    public MetricsRequestEncoder(AttributeSet resource, String schemaUrl, String scopeName, String scopeVersion) {
        this.resource = resource;
        this.schemaUrl = schemaUrl;
        this.scopeName = scopeName;
        this.scopeVersion = scopeVersion;
    }

    /** Starts a request whose points all cover this time. What {@link #finish} returned stays valid. */
    public void begin(long startEpochNanos, long nowEpochNanos) {
        this.startEpochNanos = startEpochNanos;
        this.nowEpochNanos = nowEpochNanos;
        out.reset();
        resourceMark = out.begin(ExportMetricsServiceRequest.RESOURCE_METRICS_FIELD_NUMBER);
        int mark = out.begin(ResourceMetrics.RESOURCE_FIELD_NUMBER);
        resource.encode(new KeyValueEncoder(out, Resource.ATTRIBUTES_FIELD_NUMBER));
        out.end(mark);
        scopeMark = out.begin(ResourceMetrics.SCOPE_METRICS_FIELD_NUMBER);
        mark = out.begin(ScopeMetrics.SCOPE_FIELD_NUMBER);
        text(InstrumentationScope.NAME_FIELD_NUMBER, scopeName);
        text(InstrumentationScope.VERSION_FIELD_NUMBER, scopeVersion);
        out.end(mark);
    }

    /** @param monotonic true for a counter, whose value can only grow; false for an up-down counter */
    public void beginSum(String name, String unit, boolean monotonic) {
        this.monotonic = monotonic;
        metricMark = out.begin(ScopeMetrics.METRICS_FIELD_NUMBER);
        text(Metric.NAME_FIELD_NUMBER, name);
        text(Metric.UNIT_FIELD_NUMBER, unit);
        sumMark = out.begin(Metric.SUM_FIELD_NUMBER);
    }

    public void point(long value, AttributeSet pointAttributes) {
        int mark = out.begin(Sum.DATA_POINTS_FIELD_NUMBER);
        out.writeFixed64Field(NumberDataPoint.START_TIME_UNIX_NANO_FIELD_NUMBER, startEpochNanos);
        out.writeFixed64Field(NumberDataPoint.TIME_UNIX_NANO_FIELD_NUMBER, nowEpochNanos);
        out.writeTag(NumberDataPoint.AS_INT_FIELD_NUMBER, WireBuffer.FIXED64); // in a oneof, so 0 has to be written
        out.writeFixed64(value);
        pointAttributes.encode(attributes);
        out.end(mark);
    }

    public void endSum() {
        out.writeVarintField(Sum.AGGREGATION_TEMPORALITY_FIELD_NUMBER, CUMULATIVE);
        out.writeVarintField(Sum.IS_MONOTONIC_FIELD_NUMBER, monotonic ? 1 : 0);
        out.end(sumMark);
        out.end(metricMark);
    }

    /** @param gzip null to send the bytes as they are */
    public EncodedRequest finish(GzipWriter gzip) {
        text(ScopeMetrics.SCHEMA_URL_FIELD_NUMBER, schemaUrl);
        out.end(scopeMark);
        text(ResourceMetrics.SCHEMA_URL_FIELD_NUMBER, schemaUrl);
        out.end(resourceMark);
        int size = out.size();
        if (gzip == null || size < gzip.thresholdBytes()) {
            return new EncodedRequest(out.toByteArray(), false, 0, size);
        }
        return new EncodedRequest(gzip.compress(out.array(), 0, size), true, 0, size);
    }

    private void text(int fieldNumber, String text) {
        out.writeStringField(fieldNumber, text, KeyValueEncoder.NO_LIMIT);
    }
}
