/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export;

import io.fasttelemetry.proto.AttributeSet;
import io.fasttelemetry.proto.EncodedRequest;
import io.fasttelemetry.proto.MetricsRequestEncoder;

/**
 * The accounts as metrics (OpenTelemetry semantic conventions, "OpenTelemetry SDK metrics"). The buffers are the span
 * processor, backlog and sender are the exporter:
 *
 * <pre>
 *   started{RECORD_AND_SAMPLE} = live + queue.size + processed (all)
 *   processed{no error}        = inflight + exported (all)
 * </pre>
 *
 * <p>A reason that has not occurred has no point. The export thread owns it.
 */
final class AccountsMetrics {
    private static final String UNIT = "{span}";
    private static final AttributeSet NONE = new AttributeSet();

    private final MetricsRequestEncoder request;
    private final long startEpochNanos;
    private final boolean sampling;
    private long toldStartedCount;

    /**
     * @param sampling whether spans can be sampled out; then a span counts as started when it ends, which alone tells
     */
    AccountsMetrics(MetricsRequestEncoder request, long startEpochNanos, boolean sampling) {
        this.request = request;
        this.startEpochNanos = startEpochNanos;
        this.sampling = sampling;
    }

    EncodedRequest encode(Accounts now, long epochNanos) {
        request.begin(startEpochNanos, epochNanos);
        long settled = now.exportedCount + now.refusedCount + now.rejectedCount + now.unsentCount;
        long live = Math.max(0, now.unfinishedCount); // counts of what is under way can lag
        long ended = settled + now.backlogCount + now.bufferedCount + now.buffersFullCount + now.failedCount;

        request.beginSum("otel.sdk.span.started", UNIT, true);
        // Once traces are shed, not all that is live will have been recorded; but the sum may not fall.
        toldStartedCount = Math.max(toldStartedCount, sampling || now.shedCount > 0 ? ended : ended + live);
        request.point(toldStartedCount, sampled("RECORD_AND_SAMPLE"));
        pointIfAny(now.sampledOutCount + now.shedCount, sampled("DROP"));
        request.endSum();
        sum("otel.sdk.span.live", live, sampling ? NONE : sampled("RECORD_AND_SAMPLE"));

        if (now.shedCount > 0) {
            request.beginSum("fasttelemetry.span.shed", UNIT, true);
            request.point(now.shedCount, NONE);
            request.endSum();
        }

        sum("otel.sdk.processor.span.queue.size", now.bufferedCount, processor());
        sum("otel.sdk.processor.span.queue.capacity", now.bufferCapacityCount, processor());
        request.beginSum("otel.sdk.processor.span.processed", UNIT, true);
        request.point(settled + now.backlogCount, processor());
        pointIfAny(now.buffersFullCount, processor().put("error.type", "queue_full"));
        pointIfAny(now.failedCount, processor().put("error.type", "failed"));
        request.endSum();

        sum("otel.sdk.exporter.span.inflight", now.backlogCount, exporter());
        request.beginSum("otel.sdk.exporter.span.exported", UNIT, true);
        request.point(now.exportedCount, exporter());
        pointIfAny(now.refusedCount, exporter().put("error.type", "refused"));
        pointIfAny(now.rejectedCount, exporter().put("error.type", "rejected"));
        pointIfAny(now.unsentCount, exporter().put("error.type", "shutdown"));
        request.endSum();
        return request.finish(null); // two kilobytes a minute
    }

    /** An up-down counter. */
    private void sum(String name, long value, AttributeSet attributes) {
        request.beginSum(name, UNIT, false);
        request.point(value, attributes);
        request.endSum();
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
