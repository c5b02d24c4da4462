/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.view;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Status;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Decodes a protobuf ExportTraceServiceRequest straight into {@link ReceivedSpan}s. The messages of opentelemetry-proto
 * would bring protobuf's whole runtime into the jar; of them only the field numbers are used, which are compile-time
 * constants. Unknown fields are skipped. Not thread-safe.
 */
final class TracesProtobuf {
    private final CodedInputStream in;
    private final ReceivedBatch batch = new ReceivedBatch();
    private final ValuesProtobuf values;

    private TracesProtobuf(byte[] body, int length) {
        in = CodedInputStream.newInstance(body, 0, length);
        values = new ValuesProtobuf(in);
    }

    /** Decodes a whole request or none of it: IOException if it is malformed. */
    static ReceivedBatch decode(byte[] body, int length) throws IOException {
        TracesProtobuf decoder = new TracesProtobuf(body, length);
        decoder.request();
        return decoder.batch;
    }

    private void request() throws IOException {
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (tag == message(ExportTraceServiceRequest.RESOURCE_SPANS_FIELD_NUMBER)) {
                int end = in.pushLimit(in.readRawVarint32());
                resourceSpans();
                in.popLimit(end);
            } else {
                in.skipField(tag);
            }
        }
    }

    /** Reads the spans after the resource, which may come later in the bytes. */
    private void resourceSpans() throws IOException {
        Attributes resource = new Attributes();
        List<ScopeBytes> scopes = new ArrayList<>();
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (tag == message(ResourceSpans.RESOURCE_FIELD_NUMBER)) {
                int end = in.pushLimit(in.readRawVarint32());
                for (int inner = in.readTag(); inner != 0; inner = in.readTag()) {
                    if (inner == message(Resource.ATTRIBUTES_FIELD_NUMBER)) {
                        values.attribute(resource);
                    } else {
                        in.skipField(inner);
                    }
                }
                in.popLimit(end);
            } else if (tag == message(ResourceSpans.SCOPE_SPANS_FIELD_NUMBER)) {
                int end = in.pushLimit(in.readRawVarint32());
                scopes.add(scopeSpans());
                in.popLimit(end);
            } else {
                in.skipField(tag);
            }
        }
        for (ScopeBytes scope : scopes) {
            Origin origin = new Origin(resource, scope.name, scope.version, scope.attributes);
            batch.origins.add(origin);
            for (ReceivedSpan span : scope.spans) {
                span.origin = origin;
                batch.add(span);
            }
        }
    }

    /** A scope and its spans, before the resource is known. */
    private static final class ScopeBytes {
        String name = "";
        String version = "";
        final Attributes attributes = new Attributes();
        final List<ReceivedSpan> spans = new ArrayList<>();
    }

    private ScopeBytes scopeSpans() throws IOException {
        ScopeBytes scope = new ScopeBytes();
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (tag == message(ScopeSpans.SPANS_FIELD_NUMBER)) {
                int end = in.pushLimit(in.readRawVarint32());
                scope.spans.add(span());
                in.popLimit(end);
            } else if (tag == message(ScopeSpans.SCOPE_FIELD_NUMBER)) {
                int end = in.pushLimit(in.readRawVarint32());
                scope(scope);
                in.popLimit(end);
            } else {
                in.skipField(tag);
            }
        }
        return scope;
    }

    private void scope(ScopeBytes scope) throws IOException {
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (tag == message(InstrumentationScope.NAME_FIELD_NUMBER)) {
                scope.name = in.readString();
            } else if (tag == message(InstrumentationScope.VERSION_FIELD_NUMBER)) {
                scope.version = in.readString();
            } else if (tag == message(InstrumentationScope.ATTRIBUTES_FIELD_NUMBER)) {
                values.attribute(scope.attributes);
            } else {
                in.skipField(tag);
            }
        }
    }

    private ReceivedSpan span() throws IOException {
        ReceivedSpan span = new ReceivedSpan();
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (!spanField(span, tag)) {
                in.skipField(tag);
            }
        }
        return span;
    }

    private boolean spanField(ReceivedSpan span, int tag) throws IOException {
        switch (WireFormat.getTagFieldNumber(tag) << 3 | WireFormat.getTagWireType(tag)) {
            case io.opentelemetry.proto.trace.v1.Span.TRACE_ID_FIELD_NUMBER << 3 | 2:
                byte[] trace = in.readByteArray();
                span.traceHigh = trace.length == 16 ? ValuesProtobuf.bigEndian(trace, 0) : 0;
                span.traceLow = trace.length == 16 ? ValuesProtobuf.bigEndian(trace, 8) : 0;
                return true;
            case io.opentelemetry.proto.trace.v1.Span.SPAN_ID_FIELD_NUMBER << 3 | 2:
                span.id = values.spanId();
                return true;
            case io.opentelemetry.proto.trace.v1.Span.PARENT_SPAN_ID_FIELD_NUMBER << 3 | 2:
                span.parentId = values.spanId();
                return true;
            case io.opentelemetry.proto.trace.v1.Span.TRACE_STATE_FIELD_NUMBER << 3 | 2:
                span.traceState = in.readString();
                return true;
            case io.opentelemetry.proto.trace.v1.Span.NAME_FIELD_NUMBER << 3 | 2:
                span.name = in.readString();
                return true;
            case io.opentelemetry.proto.trace.v1.Span.KIND_FIELD_NUMBER << 3:
                span.kind = in.readRawVarint32();
                return true;
            case io.opentelemetry.proto.trace.v1.Span.START_TIME_UNIX_NANO_FIELD_NUMBER << 3 | 1:
                span.startNanos = in.readFixed64();
                return true;
            case io.opentelemetry.proto.trace.v1.Span.END_TIME_UNIX_NANO_FIELD_NUMBER << 3 | 1:
                span.endNanos = in.readFixed64();
                return true;
            case io.opentelemetry.proto.trace.v1.Span.ATTRIBUTES_FIELD_NUMBER << 3 | 2:
                values.attribute(span.attributes);
                return true;
            case io.opentelemetry.proto.trace.v1.Span.EVENTS_FIELD_NUMBER << 3 | 2:
                span.events.add(values.event());
                return true;
            case io.opentelemetry.proto.trace.v1.Span.LINKS_FIELD_NUMBER << 3 | 2:
                span.links.add(values.link());
                return true;
            case io.opentelemetry.proto.trace.v1.Span.STATUS_FIELD_NUMBER << 3 | 2:
                status(span);
                return true;
            default:
                return false;
        }
    }

    private void status(ReceivedSpan span) throws IOException {
        int end = in.pushLimit(in.readRawVarint32());
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (tag == message(Status.MESSAGE_FIELD_NUMBER)) {
                span.statusMessage = in.readString();
            } else if (tag == Status.CODE_FIELD_NUMBER << 3) {
                span.status = in.readRawVarint32();
            } else {
                in.skipField(tag);
            }
        }
        in.popLimit(end);
    }

    /** The tag of a field with a length, such as a message or a text. */
    static int message(int field) {
        return field << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;
    }
}
