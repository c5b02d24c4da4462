/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.proto;

import io.opentelemetry.proto.trace.v1.Span;

/**
 * The part of a span that is the same for every execution of one operation, encoded once: name, kind and constant
 * attributes. It has space for the two times at the position of their field numbers, so that a span copies all of it at
 * once and then sets the times:
 *
 * <pre>
 *   name | kind | start tag, 8 bytes | end tag, 8 bytes | attribute | attribute ...
 *               ^ timesAt                               ^ timesAt + TIMES_BYTES
 * </pre>
 *
 * Immutable; any thread. An empty name becomes {@value #NO_NAME}, since a span must have one; a kind other than 1 to 5
 * becomes {@code INTERNAL}, since a kind must not be unspecified (trace.proto).
 */
public final class SpanConstants {
    static final String NO_NAME = "unknown";
    static final int TIMES_BYTES = 2 * (1 + Long.BYTES);

    private static final int KIND_INTERNAL = 1;
    private static final int KIND_CONSUMER = 5;

    private final byte[] bytes;
    private final int timesAt;

    public SpanConstants(CharSequence name, int kind, AttributeSet attributes) {
        WireBuffer out = new WireBuffer(256);
        boolean named = name != null && name.length() != 0;
        out.writeStringField(Span.NAME_FIELD_NUMBER, named ? name : NO_NAME, KeyValueEncoder.NO_LIMIT);
        boolean known = kind >= KIND_INTERNAL && kind <= KIND_CONSUMER;
        out.writeVarintField(Span.KIND_FIELD_NUMBER, known ? kind : KIND_INTERNAL);
        timesAt = out.size();
        out.writeTag(Span.START_TIME_UNIX_NANO_FIELD_NUMBER, WireBuffer.FIXED64);
        out.writeFixed64(0);
        out.writeTag(Span.END_TIME_UNIX_NANO_FIELD_NUMBER, WireBuffer.FIXED64);
        out.writeFixed64(0);
        attributes.encode(new KeyValueEncoder(out, Span.ATTRIBUTES_FIELD_NUMBER));
        bytes = out.toByteArray();
    }

    byte[] bytes() {
        return bytes;
    }

    int timesAt() {
        return timesAt;
    }
}
