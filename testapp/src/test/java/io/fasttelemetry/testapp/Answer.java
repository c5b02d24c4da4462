/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.testapp;

import io.opentelemetry.proto.collector.trace.v1.ExportTracePartialSuccess;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;
import okio.Buffer;

/**
 * What {@link OtlpReceiver} does with one request: a status with headers, body and delay, or a broken connection.
 * Immutable; every method gives a new answer.
 */
public final class Answer {
    private final MockResponse response;
    private final boolean delivered;

    private Answer(MockResponse response, boolean delivered) {
        this.response = response;
        this.delivered = delivered;
    }

    /** 200 and an empty body, as a receiver that took everything. */
    public static Answer ok() {
        return status(200).header("Content-Type", "application/x-protobuf");
    }

    /** That status and no body; spans of the request count as received with 2xx only. */
    public static Answer status(int status) {
        return new Answer(new MockResponse.Builder().code(status).build(), status / 100 == 2);
    }

    /** 200 that says how many spans were refused for good. */
    public static Answer partialSuccess(long rejectedSpans, String errorMessage) {
        ExportTraceServiceResponse body = ExportTraceServiceResponse.newBuilder()
                .setPartialSuccess(ExportTracePartialSuccess.newBuilder()
                        .setRejectedSpans(rejectedSpans)
                        .setErrorMessage(errorMessage))
                .build();
        return ok().body(body.toByteArray());
    }

    /** Reads the request whole and closes the connection without a word. */
    public static Answer disconnectAfterRequest() {
        return broken(new MockResponse.Builder().onResponseStart(new SocketEffect.CloseSocket()));
    }

    /** Closes the connection before anything of the request is read. */
    public static Answer disconnectBeforeRequest() {
        return broken(new MockResponse.Builder().onRequestStart(new SocketEffect.CloseSocket()));
    }

    /** Reads the request and then never says anything, with the connection left open. */
    public static Answer hang() {
        return broken(new MockResponse.Builder().onResponseStart(SocketEffect.Stall.INSTANCE));
    }

    private static Answer broken(MockResponse.Builder response) {
        return new Answer(response.build(), false);
    }

    public Answer header(String name, String value) {
        return new Answer(response.newBuilder().addHeaderLenient(name, value).build(), delivered);
    }

    public Answer body(byte[] body) {
        return new Answer(response.newBuilder().body(new Buffer().write(body)).build(), delivered);
    }

    public Answer body(String body) {
        return new Answer(response.newBuilder().body(body).build(), delivered);
    }

    /** Waits before the first byte of the answer. */
    public Answer delay(Duration delay) {
        MockResponse later = response.newBuilder()
                .headersDelay(delay.toNanos(), TimeUnit.NANOSECONDS)
                .build();
        return new Answer(later, delivered);
    }

    /** Sends the body at that pace. */
    public Answer bytesPerSecond(long bytesPerSecond) {
        MockResponse slow = response.newBuilder()
                .throttleBody(bytesPerSecond, 1, TimeUnit.SECONDS)
                .build();
        return new Answer(slow, delivered);
    }

    /** Whether the sender is told that its spans arrived. */
    boolean isDelivered() {
        return delivered;
    }

    MockResponse response() {
        return response;
    }
}
