/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.view;

import static io.fasttelemetry.agent.view.TracesProtobuf.message;

import com.google.protobuf.CodedInputStream;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.common.v1.KeyValueList;
import io.opentelemetry.proto.trace.v1.Span.Event;
import io.opentelemetry.proto.trace.v1.Span.Link;
import java.io.IOException;
import java.util.Base64;

/** Decodes attributes, events and links of a protobuf request. Not thread-safe. */
final class ValuesProtobuf {
    /** Arrays within arrays beyond this depth are refused. */
    static final int MAX_DEPTH = 32;

    private final CodedInputStream in;
    private String key;

    ValuesProtobuf(CodedInputStream in) {
        this.in = in;
    }

    static long bigEndian(byte[] bytes, int from) {
        long value = 0;
        for (int i = from; i < from + 8; i++) {
            value = value << 8 | (bytes[i] & 0xff);
        }
        return value;
    }

    /** A span id; zero for one that has not eight bytes. */
    long spanId() throws IOException {
        byte[] bytes = in.readByteArray();
        return bytes.length == 8 ? bigEndian(bytes, 0) : 0;
    }

    /** Reads a KeyValue and adds it. */
    void attribute(Attributes target) throws IOException {
        Object value = keyValue(0);
        target.add(key, value);
    }

    /** Reads a KeyValue; {@link #key} has its key until the next one is read. */
    private Object keyValue(int depth) throws IOException {
        String name = "";
        Object value = Compound.EMPTY;
        int end = in.pushLimit(in.readRawVarint32());
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (tag == message(KeyValue.KEY_FIELD_NUMBER)) {
                name = in.readString();
            } else if (tag == message(KeyValue.VALUE_FIELD_NUMBER)) {
                value = anyValue(depth);
            } else {
                in.skipField(tag);
            }
        }
        in.popLimit(end);
        key = name;
        return value;
    }

    private Object anyValue(int depth) throws IOException {
        if (depth > MAX_DEPTH) {
            throw new MalformedException("an attribute's value is nested too deeply");
        }
        Object value = Compound.EMPTY;
        int end = in.pushLimit(in.readRawVarint32());
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (tag == message(AnyValue.STRING_VALUE_FIELD_NUMBER)) {
                value = in.readString();
            } else if (tag == AnyValue.INT_VALUE_FIELD_NUMBER << 3) {
                value = in.readRawVarint64();
            } else if (tag == AnyValue.BOOL_VALUE_FIELD_NUMBER << 3) {
                value = in.readRawVarint64() != 0;
            } else if (tag == (AnyValue.DOUBLE_VALUE_FIELD_NUMBER << 3 | 1)) {
                value = in.readDouble();
            } else if (tag == message(AnyValue.ARRAY_VALUE_FIELD_NUMBER)) {
                value = list(true, depth);
            } else if (tag == message(AnyValue.KVLIST_VALUE_FIELD_NUMBER)) {
                value = list(false, depth);
            } else if (tag == message(AnyValue.BYTES_VALUE_FIELD_NUMBER)) {
                String text = Base64.getEncoder().encodeToString(in.readByteArray());
                value = new Compound("{\"bytesValue\":\"" + text + "\"}");
            } else {
                in.skipField(tag);
            }
        }
        in.popLimit(end);
        return value;
    }

    private Compound list(boolean array, int depth) throws IOException {
        JsonWriter json = new JsonWriter().object().key(array ? "arrayValue" : "kvlistValue");
        json.object().key("values").array();
        int wanted = message(array ? ArrayValue.VALUES_FIELD_NUMBER : KeyValueList.VALUES_FIELD_NUMBER);
        int end = in.pushLimit(in.readRawVarint32());
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (tag != wanted) {
                in.skipField(tag);
            } else if (array) {
                OtlpJson.value(json, anyValue(depth + 1));
            } else {
                Object value = keyValue(depth + 1);
                json.object().field("key", key).key("value");
                OtlpJson.value(json, value);
                json.endObject();
            }
        }
        in.popLimit(end);
        return new Compound(json.endArray().endObject().endObject().toString());
    }

    ReceivedSpan.Part event() throws IOException {
        ReceivedSpan.Part event = new ReceivedSpan.Part();
        int end = in.pushLimit(in.readRawVarint32());
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (tag == (Event.TIME_UNIX_NANO_FIELD_NUMBER << 3 | 1)) {
                event.timeNanos = in.readFixed64();
            } else if (tag == message(Event.NAME_FIELD_NUMBER)) {
                event.name = in.readString();
            } else if (tag == message(Event.ATTRIBUTES_FIELD_NUMBER)) {
                attribute(event.attributes);
            } else {
                in.skipField(tag);
            }
        }
        in.popLimit(end);
        return event;
    }

    ReceivedSpan.Part link() throws IOException {
        ReceivedSpan.Part link = new ReceivedSpan.Part();
        int end = in.pushLimit(in.readRawVarint32());
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (tag == message(Link.TRACE_ID_FIELD_NUMBER)) {
                byte[] trace = in.readByteArray();
                link.traceHigh = trace.length == 16 ? bigEndian(trace, 0) : 0;
                link.traceLow = trace.length == 16 ? bigEndian(trace, 8) : 0;
            } else if (tag == message(Link.SPAN_ID_FIELD_NUMBER)) {
                link.spanId = spanId();
            } else if (tag == message(Link.ATTRIBUTES_FIELD_NUMBER)) {
                attribute(link.attributes);
            } else {
                in.skipField(tag);
            }
        }
        in.popLimit(end);
        return link;
    }
}
