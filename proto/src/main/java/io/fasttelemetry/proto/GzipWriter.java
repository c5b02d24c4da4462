/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.proto;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Compresses whole requests to gzip at level 1, with one deflater and one output array that are reused.
 *
 * <p>The deflater gets the bytes through direct buffers. With arrays it would run in a JNI critical section, during
 * which up to Java 21 no garbage collection can start: an application that is short of memory would fail sooner.
 *
 * <p>One thread at a time. Each call allocates only the result. {@link #close} frees the deflater's native memory;
 * afterwards {@link #compress} throws. Format: RFC 1952.
 */
public final class GzipWriter implements AutoCloseable {
    private static final int LEVEL = 1;
    private static final int TRAILER_BYTES = 8;
    private static final int RETAINED_BYTES = 1 << 20;

    /** Header: magic, deflate, no flags, no time, "fastest", unknown system. */
    private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 4, (byte) 0xff};

    static final int HEADER_BYTES = HEADER.length;

    private final int thresholdBytes;
    private final Deflater deflater = new Deflater(LEVEL, true);
    private final CRC32 crc = new CRC32();
    private final ByteBuffer in;
    private final ByteBuffer out;
    private byte[] output = new byte[64 << 10];

    /** @param thresholdBytes size below which callers do not compress a request */
    public GzipWriter(int thresholdBytes) {
        this(thresholdBytes, new GzipBuffers());
    }

    /** @param buffers for this writer alone */
    public GzipWriter(int thresholdBytes, GzipBuffers buffers) {
        this.thresholdBytes = thresholdBytes;
        this.in = buffers.in;
        this.out = buffers.out;
    }

    public int thresholdBytes() {
        return thresholdBytes;
    }

    /** Compresses these bytes, regardless of the threshold. */
    public byte[] compress(byte[] from, int offset, int length) {
        deflater.reset();
        System.arraycopy(HEADER, 0, output, 0, HEADER.length);
        int size = HEADER.length;
        int end = offset + length;
        int at = offset;
        do {
            int count = Math.min(in.capacity(), end - at);
            deflater.setInput(in.clear().put(from, at, count).flip());
            at += count;
            if (at == end) {
                deflater.finish();
            }
            while (at == end ? !deflater.finished() : !deflater.needsInput()) {
                size = deflate(size);
            }
        } while (at < end);
        crc.reset();
        crc.update(from, offset, length);
        putInt(size, (int) crc.getValue());
        putInt(size + Integer.BYTES, length);
        byte[] result = Arrays.copyOf(output, size + TRAILER_BYTES);
        if (output.length > RETAINED_BYTES) {
            output = new byte[64 << 10];
        }
        return result;
    }

    /** Appends output of the deflater and returns the new size. Leaves room for the trailer. */
    private int deflate(int size) {
        int count = deflater.deflate(out.clear());
        if (output.length - size - count < TRAILER_BYTES) {
            output = Arrays.copyOf(output, 2 * output.length);
        }
        out.flip().get(output, size, count);
        return size + count;
    }

    private void putInt(int at, int value) {
        for (int i = 0; i < Integer.BYTES; i++) {
            output[at + i] = (byte) (value >>> (8 * i));
        }
    }

    @Override
    public void close() {
        deflater.end();
    }
}
