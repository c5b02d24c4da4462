/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.testapp;

import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.Headers;

/** A receiver of both signals on loopback; of the spans it counts the requests, of the metrics it keeps every one. */
final class MetricsReceiver implements AutoCloseable {
    private final MockWebServer server = new MockWebServer();
    private final AtomicInteger traceRequests = new AtomicInteger();
    private final List<ExportMetricsServiceRequest> metrics = new CopyOnWriteArrayList<>();
    private final List<Headers> headers = new CopyOnWriteArrayList<>();
    private final List<String> violations = new CopyOnWriteArrayList<>();

    /** @param metricsStatus how requests with metrics are answered */
    MetricsReceiver(int metricsStatus) throws IOException {
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                return new MockResponse.Builder()
                        .code(take(request) ? metricsStatus : 200)
                        .build();
            }
        });
        server.start(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0);
    }

    /** True for metrics. */
    private boolean take(RecordedRequest request) {
        if (request.getTarget().equals("/v1/traces")) {
            traceRequests.incrementAndGet();
            return false;
        }
        headers.add(request.getHeaders());
        try {
            if (!request.getTarget().equals("/v1/metrics")
                    || !"application/x-protobuf".equals(request.getHeaders().get("Content-Type"))) {
                violations.add(request.toString());
            }
            metrics.add(ExportMetricsServiceRequest.parseFrom(request.getBody().toByteArray()));
        } catch (InvalidProtocolBufferException e) {
            violations.add(e.toString());
        }
        return true;
    }

    String url() {
        return "http://127.0.0.1:" + server.getPort();
    }

    int traceRequestCount() {
        return traceRequests.get();
    }

    List<ExportMetricsServiceRequest> metrics() {
        if (!violations.isEmpty()) {
            throw new AssertionError("requests against the protocol: " + violations);
        }
        return new ArrayList<>(metrics);
    }

    /** All values that requests with metrics had for this header. */
    List<String> headers(String name) {
        List<String> values = new ArrayList<>();
        headers.forEach(each -> values.addAll(each.values(name)));
        return values;
    }

    /**
     * Values by metric and the attributes that tell its points apart: {@code otel.sdk.exporter.span.exported
     * rejected}.
     */
    static Map<String, Long> points(ExportMetricsServiceRequest request) {
        Map<String, Long> points = new LinkedHashMap<>();
        for (Metric metric : request.getResourceMetrics(0).getScopeMetrics(0).getMetricsList()) {
            for (NumberDataPoint point : metric.getSum().getDataPointsList()) {
                StringBuilder name = new StringBuilder(metric.getName());
                for (KeyValue attribute : point.getAttributesList()) {
                    if (!attribute.getKey().startsWith("otel.component.")) {
                        name.append(' ').append(attribute.getValue().getStringValue());
                    }
                }
                points.put(name.toString(), point.getAsInt());
            }
        }
        return points;
    }

    @Override
    public void close() {
        server.close();
    }
}
