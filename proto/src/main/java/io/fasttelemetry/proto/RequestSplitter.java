/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.proto;

import com.google.protobuf.CodedInputStream;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import java.io.IOException;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Splits a request that the receiver found too large into two, with the same spans in the same order.
 *
 * <p>One thread at a time: it uses the encoder, whose request must have been finished and which holds the second half
 * afterwards. Reads only what a {@link TraceRequestEncoder} with the same resource and scope wrote; other bytes make it
 * throw {@link IllegalArgumentException}, a single span {@link IllegalStateException}.
 */
public final class RequestSplitter {
    private static final int REQUEST_TAG =
            ExportTraceServiceRequest.RESOURCE_SPANS_FIELD_NUMBER << 3 | WireBuffer.LENGTH_DELIMITED;
    private static final int SCOPE_SPANS_TAG =
            ResourceSpans.SCOPE_SPANS_FIELD_NUMBER << 3 | WireBuffer.LENGTH_DELIMITED;
    private static final int SPAN_TAG = ScopeSpans.SPANS_FIELD_NUMBER << 3 | WireBuffer.LENGTH_DELIMITED;

    private RequestSplitter() {}

    /**
     * Splits after half of the spans.
     *
     * @param gzip as for {@link TraceRequestEncoder#finish}
     */
    public static EncodedRequest[] halve(EncodedRequest request, TraceRequestEncoder encoder, GzipWriter gzip) {
        if (request.spanCount() < 2) {
            throw new IllegalStateException("a request with one span cannot be halved");
        }
        try {
            byte[] raw = request.gzip() ? inflate(request) : request.body();
            return halve(raw, request.spanCount(), encoder, gzip);
        } catch (IOException | DataFormatException e) {
            throw new IllegalArgumentException("not a request of this encoder: " + e.getMessage(), e);
        }
    }

    private static EncodedRequest[] halve(byte[] raw, int spanCount, TraceRequestEncoder encoder, GzipWriter gzip)
            throws IOException {
        CodedInputStream in = CodedInputStream.newInstance(raw);
        enter(in, REQUEST_TAG);
        enter(in, SCOPE_SPANS_TAG);
        skipTo(in, SPAN_TAG);
        // The tag has been read; it is one byte.
        int first = in.getTotalBytesRead() - 1;
        int middle = first;
        int end = first;
        int firstCount = spanCount / 2;
        for (int i = 0; i < spanCount; i++) {
            if (i != 0 && in.readTag() != SPAN_TAG) {
                throw new IOException(i + " spans instead of " + spanCount);
            }
            in.skipField(SPAN_TAG);
            end = in.getTotalBytesRead();
            middle = i < firstCount ? end : middle;
        }
        encoder.reset();
        encoder.appendSpans(raw, first, middle - first, firstCount);
        EncodedRequest firstHalf = encoder.finish(gzip);
        encoder.reset();
        encoder.appendSpans(raw, middle, end - middle, spanCount - firstCount);
        return new EncodedRequest[] {firstHalf, encoder.finish(gzip)};
    }

    private static void enter(CodedInputStream in, int wantedTag) throws IOException {
        skipTo(in, wantedTag);
        in.pushLimit(in.readRawVarint32());
    }

    private static void skipTo(CodedInputStream in, int wantedTag) throws IOException {
        for (int tag = in.readTag(); tag != wantedTag; tag = in.readTag()) {
            if (tag == 0 || !in.skipField(tag)) {
                throw new IOException("field " + (wantedTag >>> 3) + " is missing");
            }
        }
    }

    private static byte[] inflate(EncodedRequest request) throws IOException, DataFormatException {
        byte[] body = request.body();
        byte[] raw = new byte[request.rawBytes()];
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(body, GzipWriter.HEADER_BYTES, body.length - GzipWriter.HEADER_BYTES);
            int size = 0;
            while (size < raw.length) {
                int more = inflater.inflate(raw, size, raw.length - size);
                if (more == 0) {
                    throw new IOException("compressed body ends early");
                }
                size += more;
            }
            return raw;
        } finally {
            inflater.end();
        }
    }
}
