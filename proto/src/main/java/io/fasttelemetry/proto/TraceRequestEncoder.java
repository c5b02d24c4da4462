/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.proto;

import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import java.util.Arrays;

/**
 * Writes {@code ExportTraceServiceRequest} messages with one resource and one scope, whose bytes are encoded once.
 *
 * <p><b>Threads.</b> One thread at a time; the export thread owns it. Reusable: {@link #reset}, spans, {@link #finish}.
 *
 * <p><b>Layout.</b> The lengths that precede the spans are known only after them. So space is left in front and filled
 * right-aligned, which makes the request one range of the buffer without moving a span:
 *
 * <pre>
 *   ..unused.. | tag length  resource | tag length  scope | span span span ... | scope URL | resource URL
 *              ^ first byte of the request                ^ headroom           ^ written by finish, then forgotten
 * </pre>
 */
public final class TraceRequestEncoder {
    private static final int REQUEST_TAG =
            ExportTraceServiceRequest.RESOURCE_SPANS_FIELD_NUMBER << 3 | WireBuffer.LENGTH_DELIMITED;
    private static final int SCOPE_SPANS_TAG =
            ResourceSpans.SCOPE_SPANS_FIELD_NUMBER << 3 | WireBuffer.LENGTH_DELIMITED;
    private static final int MAX_LENGTH_BYTES = 5;
    private static final int INITIAL_BYTES = 128 << 10;
    private static final int SCOPE_ATTRIBUTES_BYTES = 512;
    private static final AttributeSet NO_ATTRIBUTES = new AttributeSet();

    private final byte[] resource;
    private final byte[] resourceUrl;
    private final String scopeName;
    private final String scopeVersion;
    private byte[] scope;
    private final byte[] scopeUrl;
    private final int headroomBytes;
    private final WireBuffer out;
    private final SpanEncoder span;

    /**
     * Encodes resource and scope once, for all requests.
     *
     * @param resource attributes of every request's resource
     * @param resourceSchemaUrl version of the conventions that the resource follows; null or empty is left out, as
     *     with all that follow
     * @param scopeSchemaUrl version of the conventions that the spans follow
     */
    public TraceRequestEncoder(
            AttributeSet resource,
            String resourceSchemaUrl,
            String scopeName,
            String scopeVersion,
            String scopeSchemaUrl) {
        this.resource = resourceField(resource);
        this.resourceUrl = stringField(ResourceSpans.SCHEMA_URL_FIELD_NUMBER, resourceSchemaUrl);
        this.scopeName = scopeName;
        this.scopeVersion = scopeVersion;
        this.scope = scopeField(scopeName, scopeVersion, NO_ATTRIBUTES);
        this.scopeUrl = stringField(ScopeSpans.SCHEMA_URL_FIELD_NUMBER, scopeSchemaUrl);
        this.headroomBytes =
                2 * (1 + MAX_LENGTH_BYTES) + this.resource.length + this.scope.length + SCOPE_ATTRIBUTES_BYTES;
        this.out = new WireBuffer(headroomBytes + INITIAL_BYTES);
        this.span = new SpanEncoder(out);
        reset();
    }

    private static byte[] resourceField(AttributeSet attributes) {
        WireBuffer out = new WireBuffer(1024);
        int mark = out.begin(ResourceSpans.RESOURCE_FIELD_NUMBER);
        attributes.encode(new KeyValueEncoder(out, Resource.ATTRIBUTES_FIELD_NUMBER));
        out.writeVarintField(Resource.DROPPED_ATTRIBUTES_COUNT_FIELD_NUMBER, attributes.droppedCount());
        out.end(mark);
        return out.toByteArray();
    }

    private static byte[] scopeField(String name, String version, AttributeSet attributes) {
        WireBuffer out = new WireBuffer(128);
        int mark = out.begin(ScopeSpans.SCOPE_FIELD_NUMBER);
        out.writeStringField(InstrumentationScope.NAME_FIELD_NUMBER, name, KeyValueEncoder.NO_LIMIT);
        out.writeStringField(InstrumentationScope.VERSION_FIELD_NUMBER, version, KeyValueEncoder.NO_LIMIT);
        attributes.encode(new KeyValueEncoder(out, InstrumentationScope.ATTRIBUTES_FIELD_NUMBER));
        out.end(mark);
        return out.toByteArray();
    }

    private static byte[] stringField(int fieldNumber, String text) {
        WireBuffer out = new WireBuffer(128);
        out.writeStringField(fieldNumber, text, KeyValueEncoder.NO_LIMIT);
        return out.toByteArray();
    }

    /** Starts an empty request. Earlier results of {@link #finish} stay valid. */
    public void reset() {
        out.reset();
        out.skip(headroomBytes);
        span.restart(0);
    }

    /**
     * Sets the attributes of the scope, from this request on.
     *
     * @throws IllegalArgumentException if they take more than {@value #SCOPE_ATTRIBUTES_BYTES} bytes
     */
    public void scopeAttributes(AttributeSet attributes) {
        byte[] field = scopeField(scopeName, scopeVersion, attributes);
        if (field.length > headroomBytes - 2 * (1 + MAX_LENGTH_BYTES) - resource.length) {
            throw new IllegalArgumentException("attributes of the scope take " + field.length + " bytes");
        }
        scope = field;
    }

    /** The encoder that writes spans into this request. */
    public SpanEncoder span() {
        return span;
    }

    public int spanCount() {
        return span.endedCount();
    }

    /** Bytes of the whole request before compression; exact whenever no span is in progress. */
    public int sizeBytes() {
        int resourceSpansBytes = resourceSpansBytes();
        return 1 + WireBuffer.varintBytes(resourceSpansBytes) + resourceSpansBytes;
    }

    private int resourceSpansBytes() {
        int scopeSpansBytes = scopeSpansBytes();
        return resource.length + 1 + WireBuffer.varintBytes(scopeSpansBytes) + scopeSpansBytes + resourceUrl.length;
    }

    private int scopeSpansBytes() {
        return scope.length + out.size() - headroomBytes + scopeUrl.length;
    }

    /** The current position, for {@link #rollback}; meant to be taken between two spans. */
    public long mark() {
        return (long) span.endedCount() << 32 | out.size();
    }

    /** Removes every span ended or begun since the mark, which must be of this request. */
    public void rollback(long mark) {
        out.position((int) mark);
        span.restart((int) (mark >>> 32));
    }

    /** Appends spans that this class has encoded before, each with tag and length. */
    void appendSpans(byte[] from, int offset, int length, int count) {
        out.writeBytes(from, offset, length);
        span.restart(span.endedCount() + count);
    }

    /** The request with the spans so far, not compressed. More spans may follow. */
    public byte[] toByteArray() {
        int from = assemble();
        return Arrays.copyOfRange(out.array(), from, from + sizeBytes());
    }

    /**
     * The request with the spans so far, for sending. More spans may follow.
     *
     * @param gzip null to send the bytes as they are
     * @throws IllegalStateException if there is no span, since an empty request must not be sent
     */
    public EncodedRequest finish(GzipWriter gzip) {
        if (spanCount() == 0) {
            throw new IllegalStateException("a request needs at least one span");
        }
        int rawBytes = sizeBytes();
        if (gzip == null || rawBytes < gzip.thresholdBytes()) {
            return new EncodedRequest(toByteArray(), false, spanCount(), rawBytes);
        }
        int from = assemble();
        return new EncodedRequest(gzip.compress(out.array(), from, rawBytes), true, spanCount(), rawBytes);
    }

    /** Writes what comes before and after the spans, and returns the offset of the first byte. */
    private int assemble() {
        int resourceSpansBytes = resourceSpansBytes();
        int scopeSpansBytes = scopeSpansBytes();
        int spansEnd = out.size();
        out.writeBytes(scopeUrl);
        out.writeBytes(resourceUrl);
        int headBytes = 2 + WireBuffer.varintBytes(resourceSpansBytes) + WireBuffer.varintBytes(scopeSpansBytes);
        int from = headroomBytes - headBytes - resource.length - scope.length;
        out.position(from);
        out.putByte(REQUEST_TAG);
        out.putVarint(resourceSpansBytes);
        out.writeBytes(resource);
        out.putByte(SCOPE_SPANS_TAG);
        out.putVarint(scopeSpansBytes);
        out.writeBytes(scope);
        out.position(spansEnd);
        return from;
    }
}
