/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.proto;

import java.util.Arrays;
import java.util.zip.CRC32;

/**
 * Compresses whole requests to gzip, with an output array that is reused.
 *
 * <p>One thread at a time. Each call allocates only the result. Format: RFC 1952, one member without optional fields.
 */
public abstract class GzipWriter implements AutoCloseable {
    /** Header: magic, deflate, no flags, no time, "fastest", unknown system. */
    private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 4, (byte) 0xff};

    static final int HEADER_BYTES = HEADER.length;

    private static final int TRAILER_BYTES = 8;
    private static final int INITIAL_BYTES = 64 << 10;
    private static final int RETAINED_BYTES = 1 << 20;

    private final int thresholdBytes;
    private final CRC32 crc = new CRC32();

    /** The output, which begins with the header. */
    byte[] output = Arrays.copyOf(HEADER, INITIAL_BYTES);

    GzipWriter(int thresholdBytes) {
        this.thresholdBytes = thresholdBytes;
    }

    /** Size in bytes below which callers do not compress a request. */
    public final int thresholdBytes() {
        return thresholdBytes;
    }

    /** Compresses these bytes, regardless of the threshold. */
    public final byte[] compress(byte[] from, int offset, int length) {
        int size = deflate(from, offset, length);
        ensure(size, TRAILER_BYTES);
        crc.reset();
        crc.update(from, offset, length);
        putInt(size, (int) crc.getValue());
        putInt(size + Integer.BYTES, length);
        byte[] result = Arrays.copyOf(output, size + TRAILER_BYTES);
        if (output.length > RETAINED_BYTES) {
            output = Arrays.copyOf(HEADER, INITIAL_BYTES);
        }
        return result;
    }

    /** Appends the deflated bytes (RFC 1951) to the header in {@link #output}, and returns the size of both. */
    abstract int deflate(byte[] from, int offset, int length);

    /** Makes room for more output behind this size. */
    final void ensure(int size, int moreBytes) {
        if (output.length - size < moreBytes) {
            output = Arrays.copyOf(output, Math.max(2 * output.length, size + moreBytes));
        }
    }

    private void putInt(int at, int value) {
        for (int i = 0; i < Integer.BYTES; i++) {
            output[at + i] = (byte) (value >>> (8 * i));
        }
    }

    @Override
    public void close() {}
}
