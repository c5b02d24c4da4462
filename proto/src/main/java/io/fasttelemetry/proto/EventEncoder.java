/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.proto;

import io.opentelemetry.proto.trace.v1.Span;

/**
 * Writes {@code trace.v1.Span.Event} messages into the span in progress: begin, attributes, dropped count, end.
 *
 * <p>Used by the thread that owns the request. Allocates nothing unless the buffer grows.
 */
public final class EventEncoder {
    private final WireBuffer out;
    private final KeyValueEncoder attributes;
    private int mark;

    EventEncoder(WireBuffer out) {
        this.out = out;
        this.attributes = new KeyValueEncoder(out, Span.Event.ATTRIBUTES_FIELD_NUMBER);
    }

    public void begin(long timeEpochNanos, CharSequence name) {
        mark = out.begin(Span.EVENTS_FIELD_NUMBER);
        out.writeFixed64Field(Span.Event.TIME_UNIX_NANO_FIELD_NUMBER, timeEpochNanos);
        out.writeStringField(Span.Event.NAME_FIELD_NUMBER, name, KeyValueEncoder.NO_LIMIT);
    }

    public KeyValueEncoder attributes() {
        return attributes;
    }

    public void droppedAttributesCount(int count) {
        out.writeVarintField(Span.Event.DROPPED_ATTRIBUTES_COUNT_FIELD_NUMBER, count);
    }

    public void end() {
        out.end(mark);
    }
}
