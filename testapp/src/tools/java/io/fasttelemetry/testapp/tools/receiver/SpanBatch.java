/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.testapp.tools.receiver;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The spans of one OTLP request: how many, and if asked for, their ids and times. Walks
 * {@code ExportTraceServiceRequest.resource_spans(1).scope_spans(2).spans(2)} without a protobuf library, so that it
 * needs nothing but a JDK and little processor time.
 */
final class SpanBatch {
    private static final int RESOURCE_SPANS = 1;
    private static final int SCOPE_SPANS = 2;
    private static final int SPANS = 2;
    private static final int SPAN_ID = 2;
    private static final int START_TIME_UNIX_NANO = 7;
    private static final int END_TIME_UNIX_NANO = 8;

    /** Levels of the walk. */
    private static final int REQUEST = 0;

    private static final int RESOURCE = 1;
    private static final int SCOPE = 2;
    private static final int SPAN = 3;

    private final ByteBuffer bytes;
    private final boolean detailed;
    private int size;
    private long[] ids = {};
    private long[] startEpochNanos = {};
    private long[] endEpochNanos = {};

    private SpanBatch(byte[] bytes, boolean detailed) {
        this.bytes = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        this.detailed = detailed;
    }

    /**
     * Reads a request.
     *
     * @param detailed whether the spans themselves are looked into
     * @throws RuntimeException if the bytes are no OTLP request, or not all of one
     */
    static SpanBatch read(byte[] request, boolean detailed) {
        SpanBatch batch = new SpanBatch(request, detailed);
        batch.walk(request.length, REQUEST);
        return batch;
    }

    int size() {
        return size;
    }

    boolean isDetailed() {
        return detailed;
    }

    long id(int index) {
        return ids[index];
    }

    long startEpochNanos(int index) {
        return startEpochNanos[index];
    }

    long endEpochNanos(int index) {
        return endEpochNanos[index];
    }

    private void walk(int to, int level) {
        while (bytes.position() < to) {
            int tag = (int) varint();
            int field = tag >>> 3;
            switch (tag & 7) {
                case 0 -> varint();
                case 1 -> time(level, field, bytes.getLong());
                case 2 -> {
                    int end = Math.addExact(Math.toIntExact(varint()), bytes.position());
                    if (end > to) {
                        throw new IllegalStateException("cut off");
                    }
                    enter(end, level, field);
                    bytes.position(end);
                }
                case 5 -> bytes.getInt();
                default -> throw new IllegalStateException("wire type " + (tag & 7));
            }
        }
        if (bytes.position() != to) {
            throw new IllegalStateException("cut off");
        }
    }

    private void enter(int to, int level, int field) {
        if ((level == REQUEST && field == RESOURCE_SPANS) || (level == RESOURCE && field == SCOPE_SPANS)) {
            walk(to, level + 1);
        } else if (level == SCOPE && field == SPANS) {
            size++;
            if (detailed) {
                grow();
                walk(to, SPAN);
            }
        } else if (level == SPAN && field == SPAN_ID) {
            long id = 0;
            while (bytes.position() < to) {
                id = (id << 8) | (bytes.get() & 0xff);
            }
            ids[size - 1] = id;
        }
    }

    private void time(int level, int field, long epochNanos) {
        if (level != SPAN) {
            return;
        }
        if (field == START_TIME_UNIX_NANO) {
            startEpochNanos[size - 1] = epochNanos;
        } else if (field == END_TIME_UNIX_NANO) {
            endEpochNanos[size - 1] = epochNanos;
        }
    }

    private void grow() {
        if (size > ids.length) {
            int length = Math.max(64, 2 * ids.length);
            ids = Arrays.copyOf(ids, length);
            startEpochNanos = Arrays.copyOf(startEpochNanos, length);
            endEpochNanos = Arrays.copyOf(endEpochNanos, length);
        }
    }

    private long varint() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            byte b = bytes.get();
            value |= (b & 0x7fL) << shift;
            if (b >= 0) {
                return value;
            }
        }
        throw new IllegalStateException("varint");
    }
}
