/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a user looks for, as texts of a query string. A trace matches if it has a span that meets all conditions on
 * service, operation, attributes, error and text. The duration is that of this span if an operation is asked for, and
 * of the trace otherwise. Immutable.
 */
final class Filter {
    final String service;
    final String operation;
    final String text;
    final boolean errors;
    final long minNanos;
    final long maxNanos;
    /** Key and value in turn; a null value stands for any. */
    final List<String> attributes = new ArrayList<>();

    /** Only these traces, unless empty. */
    final List<TraceId> traces = new ArrayList<>();

    Filter(Map<String, List<String>> query) {
        service = first(query, "service");
        operation = first(query, "operation");
        text = first(query, "text");
        errors = first(query, "error").equals("true");
        minNanos = nanos(first(query, "min"), 0);
        maxNanos = nanos(first(query, "max"), Long.MAX_VALUE);
        for (String attribute : query.getOrDefault("attribute", List.of())) {
            int equals = attribute.indexOf('=');
            if (!attribute.isBlank()) {
                attributes.add((equals < 0 ? attribute : attribute.substring(0, equals)).strip());
                attributes.add(
                        equals < 0 ? null : attribute.substring(equals + 1).strip());
            }
        }
        for (String trace : query.getOrDefault("trace", List.of())) {
            TraceId id = TraceId.parse(trace);
            if (id != null) {
                traces.add(id);
            }
        }
    }

    static String first(Map<String, List<String>> query, String name) {
        return query.getOrDefault(name, List.of("")).get(0).strip();
    }

    /** Whether any condition looks at single spans. */
    boolean looksAtSpans() {
        return errors || !service.isEmpty() || !operation.isEmpty() || !text.isEmpty() || !attributes.isEmpty();
    }

    /**
     * Nanoseconds of a text such as {@code 1.5ms}, with ns, us, µs, ms, s, m or, without a unit, milliseconds; the
     * default if it is none.
     */
    static long nanos(String text, long otherwise) {
        int end = 0;
        while (end < text.length() && (text.charAt(end) == '.' || Character.digit(text.charAt(end), 10) >= 0)) {
            end++;
        }
        double unit = unitNanos(text.substring(end).strip());
        try {
            return unit == 0 ? otherwise : (long) (Double.parseDouble(text.substring(0, end)) * unit);
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }

    private static double unitNanos(String unit) {
        switch (unit) {
            case "ns":
                return 1;
            case "us":
            case "µs":
            case "μs":
                return 1e3;
            case "":
            case "ms":
                return 1e6;
            case "s":
                return 1e9;
            case "m":
            case "min":
                return 60e9;
            default:
                return 0;
        }
    }
}
