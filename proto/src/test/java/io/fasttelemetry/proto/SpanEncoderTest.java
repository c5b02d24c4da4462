/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.proto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SpanEncoderTest {
    private static final SpanConstants CHECKOUT = new SpanConstants(
            "Cart.checkout", 1, new AttributeSet().put("code.function.name", "com.acme.Cart.checkout"));

    private final TraceRequestEncoder request = Requests.encoder();
    private final SpanEncoder span = request.span();

    @Test
    void rootSpan_hasNoParentAndItsFlagsAsGiven() {
        span.begin(0x0102030405060708L, 0x090A0B0C0D0E0F10L, 0x1112131415161718L, 0, 0x103, 1_000, 2_000);
        span.constants(CHECKOUT);
        span.end();

        Span parsed = Requests.onlySpan(request);
        assertThat(parsed.getTraceId().toByteArray())
                .containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16);
        assertThat(parsed.getSpanId().toByteArray()).containsExactly(17, 18, 19, 20, 21, 22, 23, 24);
        assertThat(parsed.getParentSpanId().isEmpty()).isTrue();
        assertThat(parsed.getFlags()).isEqualTo(0x103);
        assertThat(parsed.getName()).isEqualTo("Cart.checkout");
        assertThat(parsed.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_INTERNAL);
        assertThat(parsed.getStartTimeUnixNano()).isEqualTo(1_000);
        assertThat(parsed.getEndTimeUnixNano()).isEqualTo(2_000);
        assertThat(parsed.getAttributes(0).getValue().getStringValue()).isEqualTo("com.acme.Cart.checkout");
        assertThat(parsed.hasStatus()).isFalse();
    }

    @Test
    void childSpan_namesItsParent() {
        span.begin(1, 2, 3, 0x0102030405060708L, 0x103, 1, 2);
        span.constants(CHECKOUT);
        span.end();

        assertThat(Requests.onlySpan(request).getParentSpanId().toByteArray()).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
    }

    @Test
    void keptAttributes_areTheSameInSpansThatFollow() {
        AttributeBytes kept = new AttributeBytes();
        for (String name : new String[] {"worker-1", "w", "worker".repeat(100), "ünïcödé"}) {
            request.reset();
            begin();
            span.constants(CHECKOUT);
            int mark = span.attributesMark();
            span.attributes().write(AttributeKey.of("thread.id"), 17);
            span.attributes().write(AttributeKey.of("thread.name"), name);
            span.keepAttributes(mark, kept);
            span.end();
            begin();
            span.constants(CHECKOUT);
            span.attributes(kept);
            span.end();

            assertThat(Requests.spans(request))
                    .hasSize(2)
                    .allSatisfy(parsed -> assertThat(parsed.getAttributesList())
                            .extracting(KeyValue::getKey)
                            .containsExactly("code.function.name", "thread.id", "thread.name"))
                    .allSatisfy(parsed -> assertThat(
                                    parsed.getAttributes(1).getValue().getIntValue())
                            .isEqualTo(17))
                    .allSatisfy(parsed -> assertThat(
                                    parsed.getAttributes(2).getValue().getStringValue())
                            .isEqualTo(name));
        }
    }

    @Test
    void kind_isNeverUnspecified() {
        int[] given = {-1, 0, 1, 2, 3, 4, 5, 6};
        int[] expected = {1, 1, 1, 2, 3, 4, 5, 1};
        for (int i = 0; i < given.length; i++) {
            request.reset();
            begin();
            span.constants(new SpanConstants("name", given[i], new AttributeSet()));
            span.end();

            assertThat(Requests.onlySpan(request).getKindValue()).isEqualTo(expected[i]);
        }
    }

    @Test
    void name_isNeverEmpty() {
        begin();
        span.constants(new SpanConstants("", 1, new AttributeSet()));
        span.end();
        begin();
        span.constants(new SpanConstants(null, 1, new AttributeSet()));
        span.end();

        assertThat(Requests.spans(request)).extracting(Span::getName).containsExactly("unknown", "unknown");
    }

    @Test
    void status_hasAMessageOnErrorOnly() {
        assertThat(withStatus(0, "ignored").hasStatus()).isFalse();
        assertThat(withStatus(7, "ignored").hasStatus()).isFalse();
        assertThat(withStatus(1, "ignored").getStatus())
                .isEqualTo(Status.newBuilder().setCodeValue(1).build());
        assertThat(withStatus(2, "broken").getStatus())
                .isEqualTo(
                        Status.newBuilder().setCodeValue(2).setMessage("broken").build());
        assertThat(withStatus(2, null).getStatus())
                .isEqualTo(Status.newBuilder().setCodeValue(2).build());
    }

    private Span withStatus(int code, String message) {
        request.reset();
        begin();
        span.constants(CHECKOUT);
        span.status(code, message, KeyValueEncoder.NO_LIMIT);
        span.end();
        return Requests.onlySpan(request);
    }

    @Test
    void limits_giveDroppedCounts() {
        AttributeSet constants =
                new AttributeSet(1, 10).put("a", 1L).put("b", 2L).put("c", 3L);

        begin();
        span.constants(new SpanConstants("name", 1, constants));
        span.droppedAttributesCount(constants.droppedCount() + 5);
        span.event().begin(1, "event");
        span.event().droppedAttributesCount(3);
        span.event().end();
        span.droppedLinksCount(7);
        span.end();

        Span parsed = Requests.onlySpan(request);
        assertThat(parsed.getAttributesCount()).isEqualTo(1);
        assertThat(parsed.getDroppedAttributesCount()).isEqualTo(7);
        assertThat(parsed.getEvents(0).getDroppedAttributesCount()).isEqualTo(3);
        assertThat(parsed.getDroppedLinksCount()).isEqualTo(7);
    }

    @Test
    void exceptionEvent_boundsItsTextAndLeavesOutANullMessage() {
        CharSequence stacktrace = CharBuffer.wrap("€".repeat(100_000));
        begin();
        span.constants(CHECKOUT);
        ExceptionEventEncoder.write(span, 5, "java.io.IOException", null, stacktrace, 10, 1_000);
        ExceptionEventEncoder.write(span, 6, "X", "a message too long", "", 10, 1_000);
        span.end();

        Span parsed = Requests.onlySpan(request);
        Span.Event first = parsed.getEvents(0);
        assertThat(first.getName()).isEqualTo("exception");
        assertThat(first.getTimeUnixNano()).isEqualTo(5);
        assertThat(first.getAttributesList())
                .extracting(KeyValue::getKey)
                .containsExactly("exception.type", "exception.stacktrace");
        assertThat(first.getAttributes(0).getValue().getStringValue()).isEqualTo("java.io.IO");
        assertThat(first.getAttributes(1).getValue().getStringValue()).isEqualTo("€".repeat(333));
        assertThat(parsed.getEvents(1).getAttributes(1).getValue().getStringValue())
                .isEqualTo("a message ");
        assertThat(parsed.getEvents(1).getAttributes(2).getValue().hasStringValue())
                .isTrue();
    }

    @Test
    void attribute_lengthsAreRightAroundEveryWidth() {
        AttributeKey key = AttributeKey.of("k");
        for (int width : new int[] {1 << 7, 1 << 14, 1 << 21}) {
            for (int length = width - 24; length <= width + 1; length++) {
                // All ASCII, and shorter in characters than in bytes, which is guessed wrongly first.
                for (String text : new String[] {"x".repeat(length), "é" + "x".repeat(length - 2)}) {
                    request.reset();
                    begin();
                    span.constants(CHECKOUT);
                    span.attributes().write(key, text);
                    span.end();

                    Span parsed = Requests.onlySpan(request);
                    assertThat(parsed.getAttributes(1)
                                    .getValue()
                                    .getStringValueBytes()
                                    .toByteArray())
                            .isEqualTo(text.getBytes(StandardCharsets.UTF_8));
                }
            }
        }
    }

    @Test
    void wrongOrder_isRefused() {
        assertThatThrownBy(span::end).isInstanceOf(IllegalStateException.class).hasMessageContaining("begin");
        begin();
        assertThatThrownBy(span::end).isInstanceOf(IllegalStateException.class).hasMessageContaining("name");
        assertThatThrownBy(this::begin)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("end");

        request.reset();

        begin();
        span.constants(CHECKOUT);
        span.end();
        assertThat(Requests.spans(request)).hasSize(1);
    }

    private void begin() {
        span.begin(1, 2, 3, 4, 0x103, 5, 6);
    }
}
