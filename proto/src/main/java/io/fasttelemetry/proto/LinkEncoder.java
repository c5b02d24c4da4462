/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.proto;

import io.opentelemetry.proto.trace.v1.Span;

/**
 * Writes {@code trace.v1.Span.Link} messages into the span in progress: begin, attributes, dropped count, end.
 *
 * <p>Used by the thread that owns the request. Allocates nothing unless the buffer grows.
 */
public final class LinkEncoder {
    private final WireBuffer out;
    private final KeyValueEncoder attributes;
    private int mark;
    private int flags;

    LinkEncoder(WireBuffer out) {
        this.out = out;
        this.attributes = new KeyValueEncoder(out, Span.Link.ATTRIBUTES_FIELD_NUMBER);
    }

    /**
     * @param traceState may be null
     * @param flags of {@code trace.v1.SpanFlags}, written as they are
     */
    public void begin(long traceIdHigh, long traceIdLow, long spanId, CharSequence traceState, int flags) {
        this.flags = flags;
        mark = out.begin(Span.LINKS_FIELD_NUMBER);
        out.writeTag(Span.Link.TRACE_ID_FIELD_NUMBER, WireBuffer.LENGTH_DELIMITED);
        out.writeVarint(2 * Long.BYTES);
        out.writeId(traceIdHigh);
        out.writeId(traceIdLow);
        out.writeTag(Span.Link.SPAN_ID_FIELD_NUMBER, WireBuffer.LENGTH_DELIMITED);
        out.writeVarint(Long.BYTES);
        out.writeId(spanId);
        out.writeStringField(Span.Link.TRACE_STATE_FIELD_NUMBER, traceState, KeyValueEncoder.NO_LIMIT);
    }

    public KeyValueEncoder attributes() {
        return attributes;
    }

    public void droppedAttributesCount(int count) {
        out.writeVarintField(Span.Link.DROPPED_ATTRIBUTES_COUNT_FIELD_NUMBER, count);
    }

    public void end() {
        out.writeFixed32Field(Span.Link.FLAGS_FIELD_NUMBER, flags);
        out.end(mark);
    }
}
