/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.instrument;

import io.fasttelemetry.agent.rules.SpanOptions;
import java.util.Collections;
import java.util.Map;

/** Options that an annotation states for the spans of its method: name and kind. Stateless; any thread. */
final class AnnotationOptions {
    /** Elements that hold the name in one annotation or another, in the order of precedence. */
    private static final String[] NAMES = {
        "contextualName", "value", "name", "operationName", "resourceName", "metricName", "layer"
    };

    private AnnotationOptions() {}

    /** The options in the elements of an annotation; null if there are none. */
    static SpanOptions of(Map<String, String> elements) {
        String name = null;
        for (int i = 0; i < NAMES.length && name == null; i++) {
            String text = elements.get(NAMES[i]);
            name = text == null || text.trim().isEmpty() ? null : text;
        }
        String kind = elements.get("kind");
        SpanOptions options = new SpanOptions(name, kind == null ? 0 : SpanOptions.kind(kind), Collections.emptyList());
        return options.isEmpty() ? null : options;
    }
}
