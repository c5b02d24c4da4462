/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.testapp;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import mockwebserver3.RecordedRequest;

/** Reads one request strictly by OTLP/HTTP; whatever is wrong with it becomes a violation of the request. */
final class RequestCheck {
    private final List<String> violations = new ArrayList<>();

    private RequestCheck() {}

    static ReceivedRequest read(RecordedRequest request, boolean delivered) {
        RequestCheck check = new RequestCheck();
        TreeMap<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        request.getHeaders().toMultimap().forEach(headers::put);
        ByteString body = request.getBody() == null
                ? ByteString.EMPTY
                : ByteString.copyFrom(request.getBody().asByteBuffer());
        ReceivedRequest raw = new ReceivedRequest(
                request.getMethod(),
                request.getTarget(),
                headers,
                body,
                null,
                delivered,
                check.violations,
                request.getConnectionIndex(),
                System.nanoTime(),
                System.currentTimeMillis());
        if (request.getFailure() != null) {
            check.violations.add("the request broke off: " + request.getFailure());
        }
        check.checkHeaders(raw);
        ExportTraceServiceRequest message = check.parse(raw);
        if (message != null) {
            check.checkMessage(message);
        }
        return new ReceivedRequest(
                raw.method(),
                raw.path(),
                raw.headers(),
                body,
                message,
                delivered && check.violations.isEmpty(),
                List.copyOf(check.violations),
                raw.connection(),
                raw.receivedNanos(),
                raw.receivedEpochMillis());
    }

    private void checkHeaders(ReceivedRequest request) {
        expect(request.method().equals("POST"), "method " + request.method());
        exactly(request, "Content-Type", "application/x-protobuf");
        exactly(request, "Content-Length", Integer.toString(request.body().size()));
        expect(!request.headers().containsKey("Transfer-Encoding"), "Transfer-Encoding is present");
        expect(
                request.headers().getOrDefault("Content-Encoding", List.of()).equals(List.of("gzip"))
                        == request.isGzipped(),
                "Content-Encoding " + request.headers().get("Content-Encoding") + " with a body that is "
                        + (request.isGzipped() ? "" : "not ") + "gzip");
    }

    private void exactly(ReceivedRequest request, String name, String value) {
        List<String> values = request.headers().getOrDefault(name, List.of());
        expect(values.equals(List.of(value)), name + " is " + values + ", not once " + value);
    }

    private ExportTraceServiceRequest parse(ReceivedRequest request) {
        try {
            ByteString plain = request.body();
            if (request.isGzipped()) {
                try (GZIPInputStream in = new GZIPInputStream(plain.newInput())) {
                    plain = ByteString.readFrom(in);
                }
            }
            return ExportTraceServiceRequest.parseFrom(plain);
        } catch (InvalidProtocolBufferException e) {
            violations.add("the body is no ExportTraceServiceRequest: " + e.getMessage());
        } catch (IOException e) {
            violations.add("the body is no gzip: " + e);
        }
        return null;
    }

    private void checkMessage(ExportTraceServiceRequest message) {
        expect(message.getUnknownFields().asMap().isEmpty(), "unknown fields in the message");
        int[] spans = {0};
        message.getResourceSpansList()
                .forEach(resource -> resource.getScopeSpansList().forEach(scope -> {
                    expect(!scope.getScope().getName().isEmpty(), "scope without a name");
                    scope.getSpansList().forEach(this::checkSpan);
                    spans[0] += scope.getSpansCount();
                }));
        expect(spans[0] > 0, "no span in the request");
    }

    private void checkSpan(Span span) {
        expect(!span.getName().isEmpty(), "span without a name");
        expect(isId(span.getTraceId(), 16), "trace id of " + span.getName());
        expect(isId(span.getSpanId(), 8), "span id of " + span.getName());
        expect(span.getParentSpanId().isEmpty() || isId(span.getParentSpanId(), 8), "parent id of " + span.getName());
        expect(!span.getParentSpanId().equals(span.getSpanId()), span.getName() + " is its own parent");
        expect(span.getStartTimeUnixNano() > 0, "start of " + span.getName());
        expect(span.getEndTimeUnixNano() >= span.getStartTimeUnixNano(), span.getName() + " ends before it starts");
        expect(span.getKindValue() >= 1 && span.getKindValue() <= 5, "kind " + span.getKindValue());
        expect(span.getUnknownFields().asMap().isEmpty(), "unknown fields in " + span.getName());
    }

    private static boolean isId(ByteString id, int bytes) {
        boolean zero = true;
        for (byte b : id) {
            zero &= b == 0;
        }
        return id.size() == bytes && !zero;
    }

    private void expect(boolean condition, String violation) {
        if (!condition) {
            violations.add(violation);
        }
    }
}
