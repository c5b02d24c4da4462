/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.proto;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import io.opentelemetry.proto.collector.trace.v1.ExportTracePartialSuccess;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import java.io.IOException;

/**
 * Decoded {@code ExportTraceServiceResponse}, the answer to a request that the receiver took: in protobuf or, against
 * the specification, in JSON.
 *
 * <p>Immutable; any thread. Unknown fields are skipped. Bytes that are not such a message read as an empty one, since
 * the request was accepted regardless of its answer. The depth of nesting is limited by protobuf, the length by the
 * caller.
 *
 * <p>Meaning: OTLP specification, "Partial Success". Rejected spans are not to be sent again; a message without
 * rejected spans is a warning.
 */
public final class ExportResponse {
    private static final int MAX_MESSAGE_BYTES = 1024;
    private static final int PARTIAL_SUCCESS_TAG =
            ExportTraceServiceResponse.PARTIAL_SUCCESS_FIELD_NUMBER << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;
    private static final int REJECTED_TAG =
            ExportTracePartialSuccess.REJECTED_SPANS_FIELD_NUMBER << 3 | WireFormat.WIRETYPE_VARINT;
    private static final int MESSAGE_TAG =
            ExportTracePartialSuccess.ERROR_MESSAGE_FIELD_NUMBER << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;

    private final long rejectedSpans;
    private final String errorMessage;

    private ExportResponse(long rejectedSpans, String errorMessage) {
        this.rejectedSpans = rejectedSpans;
        this.errorMessage = errorMessage;
    }

    public static ExportResponse decode(byte[] body) {
        return JsonAnswer.isJson(body) ? decodeJson(body) : decodeProtobuf(body);
    }

    private static ExportResponse decodeJson(byte[] body) {
        JsonAnswer answer = new JsonAnswer(body);
        return answer.read()
                ? new ExportResponse(
                        Math.max(0, answer.rejectedCount), BodyText.printable(answer.errorMessage, MAX_MESSAGE_BYTES))
                : new ExportResponse(0, "");
    }

    private static ExportResponse decodeProtobuf(byte[] body) {
        long rejectedSpans = 0;
        String errorMessage = "";
        CodedInputStream in = CodedInputStream.newInstance(body);
        try {
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                if (tag != PARTIAL_SUCCESS_TAG) {
                    skip(in, tag);
                    continue;
                }
                int outer = in.pushLimit(in.readRawVarint32());
                for (int field = in.readTag(); field != 0; field = in.readTag()) {
                    if (field == REJECTED_TAG) {
                        rejectedSpans = in.readInt64();
                    } else if (field == MESSAGE_TAG) {
                        errorMessage = in.readString();
                    } else {
                        skip(in, field);
                    }
                }
                in.popLimit(outer);
            }
        } catch (IOException e) {
            return new ExportResponse(0, "");
        }
        // A negative count is meaningless; adding it would subtract spans from the total.
        return new ExportResponse(Math.max(0, rejectedSpans), BodyText.printable(errorMessage, MAX_MESSAGE_BYTES));
    }

    private static void skip(CodedInputStream in, int tag) throws IOException {
        if (!in.skipField(tag)) {
            throw new IOException("end of a group that never began");
        }
    }

    /** Spans that the receiver rejected; never negative. */
    public long rejectedSpans() {
        return rejectedSpans;
    }

    /** The receiver's message: at most 1 KiB of printable text in one line, empty if there was none. */
    public String errorMessage() {
        return errorMessage;
    }
}
