/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.common.v1.KeyValueList;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Status;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Decoding of what opentelemetry-proto's classes encode. */
final class TracesProtobufTest {
    private static KeyValue attribute(String key, AnyValue.Builder value) {
        return KeyValue.newBuilder().setKey(key).setValue(value).build();
    }

    private static ByteString id(int length, int last) {
        byte[] id = new byte[length];
        id[0] = 1;
        id[length - 1] = (byte) last;
        return ByteString.copyFrom(id);
    }

    /** A span with every field and every type of value. */
    static ExportTraceServiceRequest request() {
        AnyValue.Builder list = AnyValue.newBuilder()
                .setArrayValue(ArrayValue.newBuilder()
                        .addValues(AnyValue.newBuilder().setStringValue("x\"y"))
                        .addValues(AnyValue.newBuilder().setIntValue(-7)));
        AnyValue.Builder map = AnyValue.newBuilder()
                .setKvlistValue(KeyValueList.newBuilder()
                        .addValues(attribute("inner", AnyValue.newBuilder().setDoubleValue(Double.NaN))));
        io.opentelemetry.proto.trace.v1.Span.Builder span = io.opentelemetry.proto.trace.v1.Span.newBuilder()
                .setTraceId(id(16, 2))
                .setSpanId(id(8, 3))
                .setParentSpanId(id(8, 4))
                .setTraceState("vendor=1")
                .setName("Cart.checkout ✓")
                .setKindValue(2)
                .setStartTimeUnixNano(1_700_000_000_000_000_001L)
                .setEndTimeUnixNano(1_700_000_000_000_000_500L)
                .setDroppedAttributesCount(9)
                .addAttributes(attribute("text", AnyValue.newBuilder().setStringValue("A-1")))
                .addAttributes(attribute("whole", AnyValue.newBuilder().setIntValue(Long.MIN_VALUE)))
                .addAttributes(attribute("yes", AnyValue.newBuilder().setBoolValue(true)))
                .addAttributes(attribute("decimal", AnyValue.newBuilder().setDoubleValue(1.25)))
                .addAttributes(attribute("list", list))
                .addAttributes(attribute("map", map))
                .addAttributes(attribute("bytes", AnyValue.newBuilder().setBytesValue(id(3, 1))))
                .addAttributes(attribute("none", AnyValue.newBuilder()))
                .addEvents(io.opentelemetry.proto.trace.v1.Span.Event.newBuilder()
                        .setTimeUnixNano(1_700_000_000_000_000_100L)
                        .setName("exception")
                        .addAttributes(attribute(
                                "exception.type", AnyValue.newBuilder().setStringValue("Oops"))))
                .addLinks(io.opentelemetry.proto.trace.v1.Span.Link.newBuilder()
                        .setTraceId(id(16, 8))
                        .setSpanId(id(8, 9))
                        .addAttributes(attribute("why", AnyValue.newBuilder().setStringValue("retry"))))
                .setStatus(Status.newBuilder().setCodeValue(2).setMessage("broken"));
        return ExportTraceServiceRequest.newBuilder()
                .addResourceSpans(ResourceSpans.newBuilder()
                        .setResource(Resource.newBuilder()
                                .addAttributes(attribute(
                                        "service.name", AnyValue.newBuilder().setStringValue("shop"))))
                        .addScopeSpans(ScopeSpans.newBuilder()
                                .setScope(InstrumentationScope.newBuilder()
                                        .setName("scope")
                                        .setVersion("7")
                                        .addAttributes(attribute(
                                                "fasttelemetry.dropped.queue_full",
                                                AnyValue.newBuilder().setIntValue(5)))
                                        .addAttributes(attribute(
                                                "a", AnyValue.newBuilder().setStringValue("b"))))
                                .addSpans(span)
                                .setSchemaUrl("https://example.org"))
                        .setSchemaUrl("https://example.org"))
                .build();
    }

    private static ReceivedBatch decode(byte[] bytes) throws IOException {
        return TracesProtobuf.decode(bytes, bytes.length);
    }

    @Test
    void decode_readsEveryField() throws IOException {
        ReceivedBatch batch = decode(request().toByteArray());

        assertThat(batch.spans).hasSize(1);
        ReceivedSpan span = batch.spans.get(0);
        assertThat(new TraceId(span.traceHigh, span.traceLow)).hasToString("01000000000000000000000000000002");
        assertThat(Hex.text(span.id)).isEqualTo("0100000000000003");
        assertThat(Hex.text(span.parentId)).isEqualTo("0100000000000004");
        assertThat(span.name).isEqualTo("Cart.checkout ✓");
        assertThat(span.traceState).isEqualTo("vendor=1");
        assertThat(span.kind).isEqualTo(2);
        assertThat(span.endNanos - span.startNanos).isEqualTo(499);
        assertThat(span.status).isEqualTo(2);
        assertThat(span.statusMessage).isEqualTo("broken");
        assertThat(span.attributes.get("text")).isEqualTo("A-1");
        assertThat(span.attributes.get("whole")).isEqualTo(Long.MIN_VALUE);
        assertThat(span.attributes.get("yes")).isEqualTo(true);
        assertThat(span.attributes.get("decimal")).isEqualTo(1.25);
        assertThat(span.attributes.get("list"))
                .hasToString("{\"arrayValue\":{\"values\":[{\"stringValue\":\"x\\\"y\"},{\"intValue\":\"-7\"}]}}");
        assertThat(span.attributes.get("map"))
                .hasToString(
                        "{\"kvlistValue\":{\"values\":[{\"key\":\"inner\",\"value\":{\"doubleValue\":\"NaN\"}}]}}");
        assertThat(span.attributes.get("bytes")).hasToString("{\"bytesValue\":\"AQAB\"}");
        assertThat(span.attributes.get("none")).isEqualTo(Compound.EMPTY);
        assertThat(span.events.get(0).name).isEqualTo("exception");
        assertThat(span.events.get(0).attributes.get("exception.type")).isEqualTo("Oops");
        assertThat(Hex.text(span.links.get(0).spanId)).isEqualTo("0100000000000009");
        assertThat(span.links.get(0).attributes.get("why")).isEqualTo("retry");
        assertThat(span.origin.service()).isEqualTo("shop");
        assertThat(span.origin.scopeName()).isEqualTo("scope");
        assertThat(span.origin.scopeVersion()).isEqualTo("7");
        assertThat(span.origin.scope().size()).isEqualTo(1);
        assertThat(span.origin.dropped()).containsEntry("queue_full", 5L);
    }

    @Test
    void decode_spanWithoutIds_isCountedAsInvalid() throws IOException {
        io.opentelemetry.proto.trace.v1.Span.Builder noTrace =
                io.opentelemetry.proto.trace.v1.Span.newBuilder().setSpanId(id(8, 1));
        io.opentelemetry.proto.trace.v1.Span.Builder shortId = io.opentelemetry.proto.trace.v1.Span.newBuilder()
                .setTraceId(id(16, 1))
                .setSpanId(id(7, 1));
        ExportTraceServiceRequest request = ExportTraceServiceRequest.newBuilder()
                .addResourceSpans(ResourceSpans.newBuilder()
                        .addScopeSpans(ScopeSpans.newBuilder().addSpans(noTrace).addSpans(shortId)))
                .build();

        ReceivedBatch batch = decode(request.toByteArray());

        assertThat(batch.spans).isEmpty();
        assertThat(batch.invalid).isEqualTo(2);
    }

    @Test
    void decode_damagedBytes_isRefusedOrReadButNeverFailsOtherwise() {
        byte[] good = request().toByteArray();
        int refused = 0;
        Random random = new Random(11);
        for (int turn = 0; turn < 20_000; turn++) {
            byte[] bytes = turn < good.length ? Arrays.copyOf(good, turn) : good.clone();
            for (int i = 0; turn >= good.length && i < 3; i++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            try {
                decode(bytes);
            } catch (IOException e) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(1000);
    }

    @Test
    void decode_deeplyNestedValue_isRefused() {
        AnyValue value = AnyValue.getDefaultInstance();
        for (int i = 0; i < 60; i++) {
            value = AnyValue.newBuilder()
                    .setArrayValue(ArrayValue.newBuilder().addValues(value))
                    .build();
        }
        KeyValue attribute =
                KeyValue.newBuilder().setKey("deep").setValue(value).build();
        byte[] bytes = ExportTraceServiceRequest.newBuilder()
                .addResourceSpans(ResourceSpans.newBuilder()
                        .setResource(Resource.newBuilder().addAttributes(attribute)))
                .build()
                .toByteArray();

        assertThatThrownBy(() -> decode(bytes))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("nested too deeply");
    }

    /** Protobuf, to the store, to JSON, and back: the same content. */
    @Test
    void otlpJson_ofWhatWasReceived_isReadAsTheSame() throws IOException {
        TraceStore store = new TraceStore(10, Long.MAX_VALUE);
        store.add(decode(request().toByteArray()));
        String json = OtlpJson.request(store.traces().iterator().next(), store.dictionary());

        TraceStore again = new TraceStore(10, Long.MAX_VALUE);
        again.add(TracesJson.decode(json));

        assertThat(OtlpJson.request(again.traces().iterator().next(), again.dictionary()))
                .isEqualTo(json);
        assertThat(json).contains("\"intValue\":\"-9223372036854775808\"").contains("\"bytesValue\":\"AQAB\"");
    }
}
