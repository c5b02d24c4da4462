/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.proto;

import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;

/**
 * Writes {@code trace.v1.Span} messages, one after the other, as elements of {@code ScopeSpans.spans}.
 *
 * <p>Used by the thread that owns the request. Allocates nothing unless the buffer grows.
 *
 * <p>Calls in the order of the field numbers give canonical bytes:
 *
 * <pre>
 *   begin  [traceState]  constants  [attributes]  [droppedAttributesCount]
 *          [event ...]  [link ...]  [droppedLinksCount]  [status]  end
 * </pre>
 *
 * A second {@code begin} before {@code end}, or an {@code end} without {@code constants}, throws {@link
 * IllegalStateException}; the request's {@code rollback} then removes what was begun. The keys of all attributes of a
 * span must differ; an {@link AttributeSet} ensures that only within itself.
 */
public final class SpanEncoder {
    /** Status codes of {@code trace.v1.Status}; 0 is "unset". */
    public static final int STATUS_OK = 1;

    public static final int STATUS_ERROR = 2;

    private static final int TRACE_ID_TAG = Span.TRACE_ID_FIELD_NUMBER << 3 | WireBuffer.LENGTH_DELIMITED;
    private static final int SPAN_ID_TAG = Span.SPAN_ID_FIELD_NUMBER << 3 | WireBuffer.LENGTH_DELIMITED;
    private static final int PARENT_ID_TAG = Span.PARENT_SPAN_ID_FIELD_NUMBER << 3 | WireBuffer.LENGTH_DELIMITED;
    private static final int SPAN_TAG = ScopeSpans.SPANS_FIELD_NUMBER << 3 | WireBuffer.LENGTH_DELIMITED;
    private static final int ID_BYTES = 8;
    private static final int TRACE_ID_BYTES = 16;

    /** Bytes reserved for a span's length: with its constants it is nearly always between 128 and 16383 bytes long. */
    private static final int LENGTH_BYTES = 2;

    /** Max bytes of tag, length and ids of a span, with the parent id. */
    private static final int HEAD_BYTES = 64;

    private final WireBuffer out;
    private final KeyValueEncoder attributes;
    private final EventEncoder event;
    private final LinkEncoder link;

    private int mark;
    private boolean open;
    private boolean named;
    private int endedCount;

    // kept from begin on, because their fields come later
    private long parentSpanId;
    private int flags;
    private long startEpochNanos;
    private long endEpochNanos;

    SpanEncoder(WireBuffer out) {
        this.out = out;
        this.attributes = new KeyValueEncoder(out, Span.ATTRIBUTES_FIELD_NUMBER);
        this.event = new EventEncoder(out);
        this.link = new LinkEncoder(out);
    }

    /**
     * @param parentSpanId 0 for a root span
     * @param flags of {@code trace.v1.SpanFlags}, written as they are
     */
    public void begin(
            long traceIdHigh,
            long traceIdLow,
            long spanId,
            long parentSpanId,
            int flags,
            long startEpochNanos,
            long endEpochNanos) {
        if (open) {
            throw new IllegalStateException("begin before the end of the previous span");
        }
        open = true;
        named = false;
        this.parentSpanId = parentSpanId;
        this.flags = flags;
        this.startEpochNanos = startEpochNanos;
        this.endEpochNanos = endEpochNanos;
        out.ensure(HEAD_BYTES);
        out.putByte(SPAN_TAG);
        mark = out.begin(LENGTH_BYTES, HEAD_BYTES);
        out.putByte(TRACE_ID_TAG);
        out.putByte(TRACE_ID_BYTES);
        out.putId(traceIdHigh);
        out.putId(traceIdLow);
        out.putByte(SPAN_ID_TAG);
        out.putByte(ID_BYTES);
        out.putId(spanId);
    }

    public void traceState(CharSequence traceState) {
        out.writeStringField(Span.TRACE_STATE_FIELD_NUMBER, traceState, KeyValueEncoder.NO_LIMIT);
    }

    /** Writes parent, name, kind, times and the constant attributes. */
    public void constants(SpanConstants constants) {
        byte[] bytes = constants.bytes();
        int timesAt = constants.timesAt();
        parent();
        if (startEpochNanos == 0 || endEpochNanos == 0) {
            // Never in practice; the proto3 default is left out.
            int attributesAt = timesAt + SpanConstants.TIMES_BYTES;
            out.writeBytes(bytes, 0, timesAt);
            times();
            out.writeBytes(bytes, attributesAt, bytes.length - attributesAt);
            return;
        }
        int startAt = out.size() + timesAt + 1;
        out.writeBytes(bytes);
        out.setFixed64(startAt, startEpochNanos);
        out.setFixed64(startAt + Long.BYTES + 1, endEpochNanos);
    }

    private void parent() {
        named = true;
        if (parentSpanId != 0) {
            out.ensure(2 + ID_BYTES);
            out.putByte(PARENT_ID_TAG);
            out.putByte(ID_BYTES);
            out.putId(parentSpanId);
        }
    }

    private void times() {
        out.writeFixed64Field(Span.START_TIME_UNIX_NANO_FIELD_NUMBER, startEpochNanos);
        out.writeFixed64Field(Span.END_TIME_UNIX_NANO_FIELD_NUMBER, endEpochNanos);
    }

    /** The encoder of this span's attributes. */
    public KeyValueEncoder attributes() {
        return attributes;
    }

    /** The current position among the attributes, for {@link #keepAttributes}. */
    public int attributesMark() {
        return out.size();
    }

    /** Keeps the attributes written since the mark, for other spans. */
    public void keepAttributes(int mark, AttributeBytes into) {
        into.keep(out, mark);
    }

    /** Writes attributes that {@link #keepAttributes} kept. */
    public void attributes(AttributeBytes kept) {
        kept.write(out);
    }

    /**
     * Writes the count once for the whole span.
     *
     * @param count all dropped attributes, those of the constants included
     */
    public void droppedAttributesCount(int count) {
        out.writeVarintField(Span.DROPPED_ATTRIBUTES_COUNT_FIELD_NUMBER, count);
    }

    /** The encoder of one event of this span; it must end before anything else is written. */
    public EventEncoder event() {
        return event;
    }

    /** The encoder of one link of this span; it must end before anything else is written. */
    public LinkEncoder link() {
        return link;
    }

    public void droppedLinksCount(int count) {
        out.writeVarintField(Span.DROPPED_LINKS_COUNT_FIELD_NUMBER, count);
    }

    /** Writes the status; see {@link StatusEncoder}. */
    public void status(int code, CharSequence message, int maxMessageBytes) {
        StatusEncoder.write(out, Span.STATUS_FIELD_NUMBER, code, message, maxMessageBytes);
    }

    public void end() {
        if (!open || !named) {
            throw new IllegalStateException(open ? "span without a name" : "end without begin");
        }
        out.writeFixed32Field(Span.FLAGS_FIELD_NUMBER, flags);
        out.end(mark);
        open = false;
        endedCount++;
    }

    /** Spans ended since the request began. */
    int endedCount() {
        return endedCount;
    }

    /** Discards a span that was begun, and sets the number of spans. */
    void restart(int spanCount) {
        open = false;
        endedCount = spanCount;
    }
}
