/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.proto;

import io.opentelemetry.proto.trace.v1.Status;

/**
 * Writes {@code trace.v1.Status}: 1 is OK, 2 is ERROR with a message; 0 and anything else write nothing, which reads as
 * "unset".
 *
 * <p>Used by the thread that owns the buffer. A message is written with ERROR only (specification, trace/api, "Set
 * Status").
 */
final class StatusEncoder {
    private StatusEncoder() {}

    static void write(WireBuffer out, int fieldNumber, int code, CharSequence message, int maxMessageBytes) {
        if (code != SpanEncoder.STATUS_OK && code != SpanEncoder.STATUS_ERROR) {
            return;
        }
        int mark = out.begin(fieldNumber);
        if (code == SpanEncoder.STATUS_ERROR) {
            out.writeStringField(Status.MESSAGE_FIELD_NUMBER, message, maxMessageBytes);
        }
        out.writeVarintField(Status.CODE_FIELD_NUMBER, code);
        out.end(mark);
    }
}
