/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export.counts;

import io.fasttelemetry.proto.AttributeSet;
import io.fasttelemetry.proto.EncodedRequest;
import io.fasttelemetry.proto.MetricsRequestEncoder;

/**
 * Encodes the span counts as metrics (OpenTelemetry semantic conventions, "OpenTelemetry SDK metrics"), and the dropped
 * spans by reason as one more metric. In terms of the conventions the span collector is the span processor, and the
 * export queue and the sender are the exporter:
 *
 * <pre>
 *   started{RECORD_AND_SAMPLE} = live + queue.size + processed (all)
 *   processed{no error}        = inflight + exported (all)
 *   fasttelemetry.span.dropped = one point for each reason
 * </pre>
 *
 * <p>If limits have left out spans, {@code fasttelemetry.span.sampled_out} has a point for each reason as well.
 *
 * <p>A reason that has not occurred has no point. Owned by the export thread.
 */
final class SpanCountsMetrics {
    private static final String UNIT = "{span}";
    private static final String REASON = "reason";
    private static final String ERROR_TYPE = "error.type";
    private static final AttributeSet NONE = new AttributeSet();

    private final MetricsRequestEncoder request;
    private final long startEpochNanos;
    private final boolean sampling;
    private long reportedStartedCount;

    /** @param sampling whether spans can be sampled out; if so, a span counts as started only after it has ended */
    SpanCountsMetrics(MetricsRequestEncoder request, long startEpochNanos, boolean sampling) {
        this.request = request;
        this.startEpochNanos = startEpochNanos;
        this.sampling = sampling;
    }

    EncodedRequest encode(SpanCounts now, long epochNanos) {
        request.begin(startEpochNanos, epochNanos);
        long shed = now.dropped(DropReason.LOAD_SHED);
        long queueFull = now.dropped(DropReason.QUEUE_FULL);
        long errors = now.dropped(DropReason.ERROR);
        long exporter = now.exportedCount + now.droppedCount() - shed - queueFull - errors;
        long active = Math.max(0, now.activeCount); // can be below zero for a moment, since counts lag
        long ended = exporter + now.pendingCount() + queueFull + errors;

        request.beginSum("otel.sdk.span.started", UNIT, true);
        // Once traces are shed, or limits leave spans out, some active spans will not be recorded. A monotonic sum must
        // not fall.
        reportedStartedCount =
                Math.max(reportedStartedCount, sampling || shed + now.sampledOutCount > 0 ? ended : ended + active);
        request.point(reportedStartedCount, sampled("RECORD_AND_SAMPLE"));
        pointIfAny(now.sampledOutCount + shed, sampled("DROP"));
        request.endSum();
        sum("otel.sdk.span.live", active, sampling ? NONE : sampled("RECORD_AND_SAMPLE"));

        sum("otel.sdk.processor.span.queue.size", now.bufferedCount, processor());
        sum("otel.sdk.processor.span.queue.capacity", now.bufferCapacityCount, processor());
        request.beginSum("otel.sdk.processor.span.processed", UNIT, true);
        request.point(exporter + now.queuedCount, processor());
        pointIfAny(now, DropReason.QUEUE_FULL, processor(), ERROR_TYPE);
        pointIfAny(now, DropReason.ERROR, processor(), ERROR_TYPE);
        request.endSum();

        sum("otel.sdk.exporter.span.inflight", now.queuedCount, exporter());
        request.beginSum("otel.sdk.exporter.span.exported", UNIT, true);
        request.point(now.exportedCount, exporter());
        pointIfAny(now, DropReason.REFUSED, exporter(), ERROR_TYPE);
        pointIfAny(now, DropReason.REJECTED, exporter(), ERROR_TYPE);
        pointIfAny(now, DropReason.SHUTDOWN, exporter(), ERROR_TYPE);
        request.endSum();

        if (now.sampledOut(SampledOutReason.SAMPLER) != now.sampledOutCount) {
            request.beginSum("fasttelemetry.span.sampled_out", UNIT, true);
            for (SampledOutReason reason : SampledOutReason.all()) {
                pointIfAny(now.sampledOut(reason), new AttributeSet().put(REASON, reason.word()));
            }
            request.endSum();
        }
        if (now.droppedCount() > 0) {
            request.beginSum("fasttelemetry.span.dropped", UNIT, true);
            for (DropReason reason : DropReason.all()) {
                pointIfAny(now, reason, new AttributeSet(), REASON);
            }
            request.endSum();
        }
        return request.finish(null); // not compressed: it is two kilobytes a minute
    }

    /** Encodes an up-down counter with one point. */
    private void sum(String name, long value, AttributeSet attributes) {
        request.beginSum(name, UNIT, false);
        request.point(value, attributes);
        request.endSum();
    }

    private void pointIfAny(SpanCounts now, DropReason reason, AttributeSet attributes, String key) {
        pointIfAny(now.dropped(reason), attributes.put(key, reason.word()));
    }

    private void pointIfAny(long value, AttributeSet attributes) {
        if (value > 0) {
            request.point(value, attributes);
        }
    }

    private static AttributeSet sampled(String result) {
        return new AttributeSet().put("otel.span.sampling_result", result);
    }

    private static AttributeSet processor() {
        return component("batching_span_processor", "batching_span_processor/0");
    }

    private static AttributeSet exporter() {
        return component("otlp_http_span_exporter", "otlp_http_span_exporter/0");
    }

    private static AttributeSet component(String type, String name) {
        return new AttributeSet().put("otel.component.type", type).put("otel.component.name", name);
    }
}
