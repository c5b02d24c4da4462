/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.view;

import java.util.List;

/** Makes spans of received ones, and releases what they hold of the dictionary. Guarded by the store's write lock. */
final class SpanWriter {
    /** Times beyond, in the year 2116, are taken for this, so that differences never overflow. */
    private static final long MAX_NANOS = 1L << 62;

    private final Dictionary dictionary;

    SpanWriter(Dictionary dictionary) {
        this.dictionary = dictionary;
    }

    Span write(ReceivedSpan received) {
        Span span = new Span();
        span.id = received.id;
        span.parentId = received.parentId;
        span.startNanos = inRange(received.startNanos);
        span.endNanos = Math.max(span.startNanos, inRange(received.endNanos));
        span.name = dictionary.retain(received.name);
        span.service = dictionary.retain(received.origin.service());
        span.origin = dictionary.retain(received.origin);
        span.kind = (byte) (received.kind < 0 || received.kind > 5 ? 0 : received.kind);
        span.status = (byte) (received.status < 0 || received.status > 2 ? 0 : received.status);
        span.statusMessage = optional(received.statusMessage);
        span.traceState = optional(received.traceState);
        span.attributes = attributes(received.attributes);
        span.events = parts(received.events);
        span.links = parts(received.links);
        return span;
    }

    private int optional(String text) {
        return text.isEmpty() ? Dictionary.NONE : dictionary.retain(text);
    }

    /** Nanoseconds of an unsigned number. */
    private static long inRange(long nanos) {
        return nanos < 0 ? MAX_NANOS : Math.min(nanos, MAX_NANOS);
    }

    private int[] attributes(Attributes received) {
        if (received.size() == 0) {
            return Span.NO_ATTRIBUTES;
        }
        int[] pairs = new int[2 * received.size()];
        for (int i = 0; i < received.size(); i++) {
            pairs[2 * i] = dictionary.retain(received.key(i));
            pairs[2 * i + 1] = dictionary.retain(received.value(i));
        }
        return pairs;
    }

    private Span.Part[] parts(List<ReceivedSpan.Part> received) {
        if (received.isEmpty()) {
            return Span.NO_PARTS;
        }
        Span.Part[] parts = new Span.Part[received.size()];
        for (int i = 0; i < parts.length; i++) {
            ReceivedSpan.Part from = received.get(i);
            Span.Part part = new Span.Part();
            part.timeNanos = inRange(from.timeNanos);
            part.name = optional(from.name);
            part.traceHigh = from.traceHigh;
            part.traceLow = from.traceLow;
            part.spanId = from.spanId;
            part.attributes = attributes(from.attributes);
            parts[i] = part;
        }
        return parts;
    }

    void release(Span span) {
        dictionary.release(span.name);
        dictionary.release(span.service);
        dictionary.release(span.origin);
        dictionary.release(span.statusMessage);
        dictionary.release(span.traceState);
        releaseAll(span.attributes);
        for (Span.Part event : span.events) {
            dictionary.release(event.name);
            releaseAll(event.attributes);
        }
        for (Span.Part link : span.links) {
            dictionary.release(link.name);
            releaseAll(link.attributes);
        }
    }

    private void releaseAll(int[] numbers) {
        for (int number : numbers) {
            dictionary.release(number);
        }
    }
}
