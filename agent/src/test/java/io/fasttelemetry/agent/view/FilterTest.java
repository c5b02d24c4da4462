/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.view;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each condition finds. */
final class FilterTest {
    private final TestTraces traces = new TestTraces();

    @BeforeEach
    void threeTraces() {
        traces.span(1, 1, 0, "Cart.checkout", 0, 5_000_000, span -> {
            span.attributes.add("sku", "A-1");
            span.attributes.add("lines", 3L);
            span.attributes.add("vip", true);
            span.attributes.add("price", 1.5);
        });
        traces.span(1, 2, 1, "Stock.take", 0, 1_000_000, span -> span.status = Span.ERROR);
        traces.span(2, 1, 0, "Cart.checkout", 0, 80_000_000, span -> {
            span.attributes.add("sku", "A-2");
            ReceivedSpan.Part event = new ReceivedSpan.Part();
            event.name = "exception";
            event.attributes.add("exception.message", "No SUCH lamp");
            span.events.add(event);
            span.status = Span.ERROR;
        });
        traces.span(3, 1, 0, "Mail.send", 0, 2_000_000, traces.of("mail"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "service=shop | 1 2",
                "service=mail | 3",
                "service=unknown |",
                "operation=Cart.checkout | 1 2",
                "operation=Cart.checkout&min=10ms | 2",
                "operation=Stock.take&min=10ms |",
                "min=10ms | 2",
                "max=4ms | 3",
                "min=2.5ms&max=0.01s | 1",
                "error=true | 1 2",
                "error=true&operation=Cart.checkout | 2",
                "attribute=sku%3DA-1 | 1",
                "attribute=sku%3DA-1&attribute=lines%3D3 | 1",
                "attribute=sku%3DA-1&attribute=lines%3D4 |",
                "attribute=vip%3Dtrue | 1",
                "attribute=price%3D1.5 | 1",
                "attribute=sku | 1 2",
                "attribute=service.name%3Dmail | 3",
                "attribute=exception.message%3DNo+SUCH+lamp | 2",
                "text=such | 2",
                "text=A-1 | 1",
                "text=MAIL | 3",
                "text=stock&error=true | 1",
                "text=nowhere |",
                "trace=00000000000000000000000000000002&trace=00000000000000000000000000000009 | 2",
                "text=00000000000000000000000000000003 | 3",
                "min=nonsense | 1 2 3",
                "%zz=1&x | 1 2 3",
            })
    void matching_findsTraces(String query, String expected) {
        String found = String.join(
                " ", traces.matching(query).stream().map(String::valueOf).toList());

        assertThat(found).isEqualTo(expected == null ? "" : expected);
    }

    @ParameterizedTest
    @CsvSource({
        "1ms,1000000",
        "1.5 s,1500000000",
        "10us,10000",
        "7µs,7000",
        "3,3000000",
        "2m,120000000000",
        "9ns,9",
        "x,-1"
    })
    void nanos_readsUnits(String text, long nanos) {
        assertThat(Filter.nanos(text, -1)).isEqualTo(nanos);
    }

    @Test
    void contains_ignoresCaseOfAnyLetter() {
        assertThat(SpanMatcher.contains("Überraschung", "über")).isTrue();
        assertThat(SpanMatcher.contains("abc", "abcd")).isFalse();
        assertThat(SpanMatcher.contains("", "a")).isFalse();
    }

    @Test
    void select_keepsTheBestOfManyInOrder() {
        for (int i = 10; i < 200; i++) {
            traces.span(i, 1, 0, "x", i, i + 1000L * ((i * 37) % 191));
        }
        JsonWriter json = new JsonWriter().object();
        TraceList.select(traces.store, new Filter(Query.parse("operation=x")), "longest", 3)
                .write(json, traces.store.dictionary());

        assertThat(json.toString())
                .startsWith("{\"matched\":190,")
                .containsPattern("\"duration\":190000.*\"duration\":189000.*\"duration\":188000");
        assertThat(json.toString().split("\"duration\"", -1)).hasSize(4);
    }
}
