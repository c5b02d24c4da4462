/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.view;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;

/**
 * Finds the traces and spans that match a {@link Filter}. Each condition becomes a set of the dictionary's numbers
 * once, so that looking at a span compares numbers only. For one query, under the store's read lock.
 */
final class SpanMatcher {
    private final Filter filter;
    private final Dictionary dictionary;
    private final int service;
    private final int operation;
    private final boolean impossible;
    private final List<AttributeMatcher> attributes = new ArrayList<>();
    /** Numbers of values that contain the text; null if no text is asked for. */
    private final BitSet texts;

    SpanMatcher(Filter filter, Dictionary dictionary) {
        this.filter = filter;
        this.dictionary = dictionary;
        service = dictionary.find(filter.service);
        operation = dictionary.find(filter.operation);
        boolean none = (!filter.service.isEmpty() && service == Dictionary.NONE)
                || (!filter.operation.isEmpty() && operation == Dictionary.NONE);
        for (int i = 0; i < filter.attributes.size(); i += 2) {
            AttributeMatcher matcher =
                    new AttributeMatcher(dictionary, filter.attributes.get(i), filter.attributes.get(i + 1));
            attributes.add(matcher);
            none |= matcher.isImpossible();
        }
        texts = filter.text.isEmpty() ? null : containing(filter.text);
        impossible = none;
    }

    /** Numbers of all values whose text contains this one, whatever the case. */
    private BitSet containing(String part) {
        BitSet found = new BitSet(dictionary.limit());
        String lower = part.toLowerCase(Locale.ROOT);
        for (int id = 0; id < dictionary.limit(); id++) {
            Object value = dictionary.get(id);
            if (value != null
                    && contains(value instanceof Origin ? originText((Origin) value) : value.toString(), lower)) {
                found.set(id);
            }
        }
        return found;
    }

    private static String originText(Origin origin) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < origin.resource().size(); i++) {
            text.append(origin.resource().value(i)).append('\n');
        }
        return text.toString();
    }

    /** Whether a text contains a lower-case one, whatever its own case. */
    static boolean contains(String text, String lower) {
        int last = text.length() - lower.length();
        char first = lower.charAt(0);
        for (int i = 0; i <= last; i++) {
            char c = text.charAt(i);
            if ((c == first || Character.toLowerCase(c) == first)
                    && text.regionMatches(true, i, lower, 0, lower.length())) {
                return true;
            }
        }
        return false;
    }

    boolean matches(Trace trace) {
        if (impossible) {
            return false;
        }
        boolean ofTrace = filter.operation.isEmpty();
        if (ofTrace && (trace.durationNanos() < filter.minNanos || trace.durationNanos() > filter.maxNanos)) {
            return false;
        }
        if (filter.errors && trace.errors() == 0) {
            return false;
        }
        if (!filter.looksAtSpans() || isOwnId(trace)) {
            return true;
        }
        for (int i = 0; i < trace.size(); i++) {
            if (matches(trace.span(i))) {
                return true;
            }
        }
        return false;
    }

    /** Whether the text is the trace's id. */
    private boolean isOwnId(Trace trace) {
        TraceId wanted = filter.text.length() == 32 ? TraceId.parse(filter.text) : null;
        return wanted != null && wanted.equals(trace.id());
    }

    /** Whether a span meets all conditions on spans. */
    boolean matches(Span span) {
        if ((!filter.service.isEmpty() && span.service != service) || (filter.errors && !span.isError())) {
            return false;
        }
        if (!filter.operation.isEmpty()
                && (span.name != operation
                        || span.durationNanos() < filter.minNanos
                        || span.durationNanos() > filter.maxNanos)) {
            return false;
        }
        for (AttributeMatcher attribute : attributes) {
            if (!attribute.matches(span)) {
                return false;
            }
        }
        return texts == null || hasText(span);
    }

    private boolean hasText(Span span) {
        return has(span.name)
                || texts.get(span.service)
                || texts.get(span.origin)
                || has(span.statusMessage)
                || hasAny(span.attributes)
                || hasAny(span.events)
                || hasAny(span.links);
    }

    private boolean has(int id) {
        return id != Dictionary.NONE && texts.get(id);
    }

    private boolean hasAny(int[] ids) {
        for (int id : ids) {
            if (texts.get(id)) {
                return true;
            }
        }
        return false;
    }

    private boolean hasAny(Span.Part[] parts) {
        for (Span.Part part : parts) {
            if (has(part.name) || hasAny(part.attributes)) {
                return true;
            }
        }
        return false;
    }
}
