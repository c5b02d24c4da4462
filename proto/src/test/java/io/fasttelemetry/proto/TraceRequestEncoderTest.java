/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.proto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import org.junit.jupiter.api.Test;

class TraceRequestEncoderTest {
    private final TraceRequestEncoder request = Requests.encoder();

    @Test
    void sizeBytes_isExactAtEverySize() {
        for (int i = 0; i < 600; i++) {
            assertThat(request.sizeBytes()).isEqualTo(request.toByteArray().length);
            assertThat(request.spanCount()).isEqualTo(i);

            Requests.addSpans(request, 1);
        }
        assertThat(Requests.spans(request)).hasSize(600);
    }

    @Test
    void toByteArray_carriesResourceScopeAndUrls() {
        TraceRequestEncoder full = new TraceRequestEncoder(
                AttributeSet.unlimited().put("service.name", "shop").put("process.pid", 7L),
                "https://r",
                "s",
                "1",
                "https://s");
        Requests.addSpans(full, 1);

        ExportTraceServiceRequest parsed = Requests.parse(full.toByteArray());

        ResourceSpans spans = parsed.getResourceSpans(0);
        assertThat(spans.getSchemaUrl()).isEqualTo("https://r");
        assertThat(spans.getResource().getAttributes(0).getKey()).isEqualTo("service.name");
        assertThat(spans.getResource().getAttributes(1).getValue().getIntValue())
                .isEqualTo(7);
        assertThat(spans.getScopeSpans(0).getSchemaUrl()).isEqualTo("https://s");
        assertThat(spans.getScopeSpans(0).getScope().getName()).isEqualTo("s");
        assertThat(spans.getScopeSpans(0).getScope().getVersion()).isEqualTo("1");
    }

    @Test
    void toByteArray_leavesOutWhatIsNull() {
        TraceRequestEncoder bare = new TraceRequestEncoder(new AttributeSet(), null, "", null, "");
        Requests.addSpans(bare, 1);

        ResourceSpans spans = Requests.parse(bare.toByteArray()).getResourceSpans(0);

        assertThat(spans.hasResource()).isTrue();
        assertThat(spans.getSchemaUrl()).isEmpty();
        assertThat(spans.getScopeSpans(0).getSpansCount()).isEqualTo(1);
    }

    @Test
    void scopeAttributes_areThoseOfTheMomentOfFinishing() {
        Requests.addSpans(request, 1);
        byte[] before = request.toByteArray();
        request.scopeAttributes(new AttributeSet().put("dropped", 7L));
        byte[] with = request.toByteArray();
        int size = request.sizeBytes();
        request.scopeAttributes(new AttributeSet());

        assertThat(request.toByteArray()).isEqualTo(before);
        assertThat(with).hasSize(size);
        InstrumentationScope scope =
                Requests.parse(with).getResourceSpans(0).getScopeSpans(0).getScope();
        assertThat(scope.getAttributesCount()).isEqualTo(1);
        assertThat(scope.getAttributes(0).getKey()).isEqualTo("dropped");
        assertThat(scope.getAttributes(0).getValue().getIntValue()).isEqualTo(7);
        assertThat(Requests.spans(with)).isEqualTo(Requests.spans(before));
    }

    @Test
    void scopeAttributes_haveToFit() {
        assertThatThrownBy(() -> request.scopeAttributes(new AttributeSet().put("key", "x".repeat(600))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void finish_mayBeFollowedByMoreSpans() {
        Requests.addSpans(request, 3);
        byte[] three = request.finish(null).body();
        Requests.addSpans(request, 2);
        byte[] five = request.finish(null).body();

        assertThat(Requests.spans(three)).hasSize(3);
        assertThat(Requests.spans(five)).hasSize(5);
    }

    @Test
    void finish_refusesAnEmptyRequest() {
        assertThatThrownBy(() -> request.finish(null)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void finish_compressesFromTheThresholdOn() {
        Requests.addSpans(request, 20);
        int rawBytes = request.sizeBytes();
        try (GzipWriter at = new FastGzipWriter(rawBytes);
                GzipWriter above = new FastGzipWriter(rawBytes + 1)) {
            EncodedRequest compressed = request.finish(at);
            EncodedRequest plain = request.finish(above);

            assertThat(compressed.gzip()).isTrue();
            assertThat(plain.gzip()).isFalse();
            assertThat(compressed.body().length).isLessThan(rawBytes);
            assertThat(plain.body()).isEqualTo(request.toByteArray());
            assertThat(Requests.gunzip(compressed.body())).isEqualTo(plain.body());
            assertThat(compressed.rawBytes()).isEqualTo(plain.rawBytes()).isEqualTo(rawBytes);
            assertThat(compressed.spanCount()).isEqualTo(20);
        }
    }

    @Test
    void rollback_takesOutTheSpansSinceTheMark() {
        Requests.addSpans(request, 2);
        byte[] before = request.toByteArray();
        long mark = request.mark();
        Requests.addSpans(request, 3);

        request.rollback(mark);

        assertThat(request.spanCount()).isEqualTo(2);
        assertThat(request.toByteArray()).isEqualTo(before);
    }

    @Test
    void rollback_takesOutASpanInProgress() {
        Requests.addSpans(request, 1);
        byte[] before = request.toByteArray();
        long mark = request.mark();
        request.span().begin(1, 2, 3, 4, 5, 6, 7);
        request.span().constants(new SpanConstants("x".repeat(1_000_000), 1, new AttributeSet()));

        request.rollback(mark);

        assertThat(request.toByteArray()).isEqualTo(before);
        Requests.addSpans(request, 1);
        assertThat(Requests.spans(request)).hasSize(2);
    }

    @Test
    void reset_startsAnew() {
        Requests.addSpans(request, 100);
        byte[] first = request.finish(null).body();
        byte[] copy = first.clone();

        request.reset();
        Requests.addSpans(request, 1);

        assertThat(Requests.spans(request)).hasSize(1);
        assertThat(first).isEqualTo(copy);
    }

    @Test
    void reset_survivesAVeryLargeSpan() {
        request.span().begin(1, 2, 3, 4, 5, 6, 7);
        request.span().constants(new SpanConstants("x".repeat(20 << 20), 1, new AttributeSet()));
        request.span().end();
        assertThat(Requests.onlySpan(request).getName()).hasSize(20 << 20);

        request.reset();
        Requests.addSpans(request, 2);

        assertThat(Requests.spans(request)).hasSize(2);
    }
}
