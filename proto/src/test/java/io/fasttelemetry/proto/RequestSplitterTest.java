/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.proto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.proto.trace.v1.Span;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RequestSplitterTest {
    private final TraceRequestEncoder request = Requests.encoder();

    @Test
    void halve_keepsEverySpanInItsOrder() {
        try (GzipWriter gzip = new FastGzipWriter(400)) {
            for (GzipWriter policy : new GzipWriter[] {null, gzip}) {
                for (int count : new int[] {2, 3, 10, 511}) {
                    request.reset();
                    Requests.addSpans(request, count);
                    EncodedRequest whole = request.finish(policy);
                    List<Span> expected = Requests.spans(request);

                    EncodedRequest[] halves = RequestSplitter.halve(whole, request, policy);

                    List<Span> actual = new ArrayList<>();
                    for (EncodedRequest half : halves) {
                        byte[] raw = half.gzip() ? Requests.gunzip(half.body()) : half.body();
                        assertThat(raw).hasSize(half.rawBytes());
                        assertThat(Requests.spans(raw)).hasSize(half.spanCount());
                        assertThat(Requests.parse(raw).getResourceSpans(0).getSchemaUrl())
                                .isEqualTo("https://r");
                        actual.addAll(Requests.spans(raw));
                    }
                    assertThat(actual).isEqualTo(expected);
                    assertThat(halves[0].spanCount()).isEqualTo(count / 2);
                }
            }
        }
    }

    @Test
    void halve_refusesOneSpan() {
        Requests.addSpans(request, 1);

        assertThatThrownBy(() -> RequestSplitter.halve(request.finish(null), request, null))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void halve_refusesOtherBytes() {
        for (byte[] body : new byte[][] {{}, {0x0A, 2, 0x0A, 0}, {1, 2, 3}, {0x0A, 4, 0x12, 2, 0x12, 0}}) {
            assertThatThrownBy(
                            () -> RequestSplitter.halve(new EncodedRequest(body, false, 2, body.length), request, null))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> RequestSplitter.halve(new EncodedRequest(new byte[40], true, 2, 100), request, null))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
