/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.testapp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Received traces as text: {@code outer(middle(inner) middle(inner!))}, children in the order they began, {@code !}
 * where the status is ERROR. Not for traces thousands of levels deep.
 *
 * <p>What must be true of every trace is checked on the way: one root, a trace id of its own, all parents received,
 * every child inside its parent's time.
 */
final class TraceShapes {
    private static final Comparator<ReceivedSpan> BY_START = Comparator.<ReceivedSpan>comparingLong(
                    span -> span.span().getStartTimeUnixNano())
            .thenComparingLong(span -> span.span().getEndTimeUnixNano());

    private final Map<String, List<ReceivedSpan>> children = new HashMap<>();
    private int rendered;

    private TraceShapes() {}

    /** One text a trace, in the order they began. */
    static List<String> of(OtlpReceiver receiver) {
        TraceShapes shapes = new TraceShapes();
        List<ReceivedSpan> roots = new ArrayList<>();
        Set<String> traceIds = new HashSet<>();
        List<ReceivedSpan> spans = receiver.spans();
        for (ReceivedSpan span : spans) {
            if (span.isRoot()) {
                roots.add(span);
                assertThat(traceIds.add(span.traceId()))
                        .as("second root of a trace: %s", span.name())
                        .isTrue();
            } else {
                shapes.children
                        .computeIfAbsent(span.traceId() + span.parentSpanId(), key -> new ArrayList<>())
                        .add(span);
            }
        }
        roots.sort(BY_START);
        List<String> texts = roots.stream().map(shapes::render).toList();
        assertThat(shapes.rendered).as("spans that hang together with a root").isEqualTo(spans.size());
        return texts;
    }

    private String render(ReceivedSpan span) {
        rendered++;
        String name = span.isError() ? span.name() + "!" : span.name();
        List<ReceivedSpan> inside = children.getOrDefault(span.traceId() + span.spanId(), List.of());
        List<String> texts = new ArrayList<>();
        for (ReceivedSpan child : inside.stream().sorted(BY_START).toList()) {
            assertThat(child.span().getStartTimeUnixNano())
                    .as("%s begins inside %s", child.name(), span.name())
                    .isBetween(span.span().getStartTimeUnixNano(), span.span().getEndTimeUnixNano());
            assertThat(child.span().getEndTimeUnixNano())
                    .as("%s ends inside %s", child.name(), span.name())
                    .isBetween(span.span().getStartTimeUnixNano(), span.span().getEndTimeUnixNano());
            texts.add(render(child));
        }
        return texts.isEmpty() ? name : name + "(" + String.join(" ", texts) + ")";
    }
}
