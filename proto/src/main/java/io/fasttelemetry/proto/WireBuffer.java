/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.proto;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Growable byte buffer with the primitives of the protobuf wire format.
 *
 * <p><b>Threads.</b> One thread at a time; the export thread owns the buffers of the exporter.
 *
 * <p><b>When full</b> the array doubles. {@link #reset} replaces an array that a large message made longer than the max
 * to retain. Beyond 2 GiB a write throws {@link IllegalStateException}.
 *
 * <p><b>Nested messages.</b> {@link #begin} reserves bytes for a length, {@link #end} fills them in. Marks are offsets,
 * so they stay valid when the array grows. Until then the first reserved byte holds the number of reserved bytes:
 *
 * <pre>
 *   tag | w . | body ...        begin(tag, w) returns the offset of w
 *   tag | length | body ...     end moves the body only if the length is not w bytes wide
 * </pre>
 *
 * Wire format: protobuf encoding specification, "Message Structure".
 */
public final class WireBuffer {
    /** Wire types, the low three bits of a tag. */
    public static final int VARINT = 0;

    public static final int FIXED64 = 1;
    public static final int LENGTH_DELIMITED = 2;
    public static final int FIXED32 = 5;

    private static final int MAX_VARINT_BYTES = 10;
    private static final int MAX_ARRAY_BYTES = Integer.MAX_VALUE - 8;
    private static final int DEFAULT_RETAINED_BYTES = 4 << 20;

    private static final VarHandle LONG_LITTLE_ENDIAN =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG_BIG_ENDIAN =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT_LITTLE_ENDIAN =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private final int initialBytes;
    private final int retainedBytes;
    private byte[] bytes;
    private int position;

    public WireBuffer(int initialBytes) {
        this(initialBytes, Math.max(initialBytes, DEFAULT_RETAINED_BYTES));
    }

    /** @param retainedBytes max length of the array that {@link #reset} keeps */
    public WireBuffer(int initialBytes, int retainedBytes) {
        this.initialBytes = initialBytes;
        this.retainedBytes = retainedBytes;
        this.bytes = new byte[initialBytes];
    }

    public void reset() {
        position = 0;
        if (bytes.length > retainedBytes) {
            bytes = new byte[initialBytes];
        }
    }

    public int size() {
        return position;
    }

    /** The array, with the bytes written at 0 to {@link #size}. A write that grows the buffer replaces it. */
    public byte[] array() {
        return bytes;
    }

    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, position);
    }

    /** Makes room for calls of the {@code put} methods. */
    void ensure(int moreBytes) {
        if (bytes.length - position < moreBytes) {
            grow(moreBytes);
        }
    }

    private void grow(int moreBytes) {
        long needed = (long) position + moreBytes;
        if (needed > MAX_ARRAY_BYTES) {
            throw new IllegalStateException("message of " + needed + " bytes; a buffer holds " + MAX_ARRAY_BYTES);
        }
        long doubled = Math.min(2L * bytes.length, MAX_ARRAY_BYTES);
        bytes = Arrays.copyOf(bytes, (int) Math.max(doubled, needed));
    }

    /** Skips bytes that are filled in later; their content is undefined. */
    void skip(int count) {
        ensure(count);
        position += count;
    }

    /** Moves the position back, or forward over bytes that were written. */
    void position(int newPosition) {
        position = newPosition;
    }

    /** Moves everything from an offset to the end, and the end itself, by {@code byBytes} bytes. */
    void shift(int from, int byBytes) {
        if (byBytes > 0) {
            ensure(byBytes);
        }
        System.arraycopy(bytes, from, bytes, from + byBytes, position - from);
        position += byBytes;
    }

    // The put methods write without a check, after ensure.

    void putByte(int value) {
        bytes[position++] = (byte) value;
    }

    void putFixed32(int value) {
        INT_LITTLE_ENDIAN.set(bytes, position, value);
        position += Integer.BYTES;
    }

    void putFixed64(long value) {
        LONG_LITTLE_ENDIAN.set(bytes, position, value);
        position += Long.BYTES;
    }

    void putId(long value) {
        LONG_BIG_ENDIAN.set(bytes, position, value);
        position += Long.BYTES;
    }

    void putVarint(long value) {
        byte[] to = bytes;
        int at = position;
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            to[at++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        to[at++] = (byte) rest;
        position = at;
    }

    void setFixed64(int at, long value) {
        LONG_LITTLE_ENDIAN.set(bytes, at, value);
    }

    /** The number of bytes of a value as a varint. */
    static int varintBytes(long value) {
        return (63 - Long.numberOfLeadingZeros(value | 1)) / 7 + 1;
    }

    public void writeTag(int fieldNumber, int wireType) {
        writeVarint(fieldNumber << 3 | wireType);
    }

    public void writeVarint(long value) {
        ensure(MAX_VARINT_BYTES);
        putVarint(value);
    }

    public void writeFixed32(int value) {
        ensure(Integer.BYTES);
        putFixed32(value);
    }

    public void writeFixed64(long value) {
        ensure(Long.BYTES);
        putFixed64(value);
    }

    /** Writes an id, most significant byte first. */
    public void writeId(long value) {
        ensure(Long.BYTES);
        putId(value);
    }

    public void writeDouble(double value) {
        writeFixed64(Double.doubleToRawLongBits(value));
    }

    public void writeBool(boolean value) {
        ensure(1);
        putByte(value ? 1 : 0);
    }

    public void writeBytes(byte[] from) {
        writeBytes(from, 0, from.length);
    }

    public void writeBytes(byte[] from, int offset, int length) {
        ensure(length);
        System.arraycopy(from, offset, bytes, position, length);
        position += length;
    }

    /**
     * Appends text without its length, always as valid UTF-8: a lone surrogate becomes U+FFFD, and the text is cut
     * before a code point that would exceed {@code maxBytes}.
     *
     * @param maxBytes 0 or more
     * @return bytes appended
     */
    public int writeUtf8(CharSequence text, int maxBytes) {
        int start = position;
        int length = text.length();
        ensure(Math.min(length, maxBytes));
        int done = 0;
        if (text instanceof String) {
            done = Utf8.copyAscii((String) text, bytes, position, Math.min(length, maxBytes));
            position += done;
        }
        if (done < length && position - start < maxBytes) {
            int room = (int) Math.min(maxBytes - (long) done, 3L * (length - done));
            ensure(room);
            position = Utf8.encode(text, done, bytes, position, position + room);
        }
        return position - start;
    }

    // The field methods write tag and value, and nothing for the proto3 default.

    public void writeVarintField(int fieldNumber, long value) {
        if (value != 0) {
            writeTag(fieldNumber, VARINT);
            writeVarint(value);
        }
    }

    public void writeFixed32Field(int fieldNumber, int value) {
        if (value != 0) {
            writeTag(fieldNumber, FIXED32);
            writeFixed32(value);
        }
    }

    public void writeFixed64Field(int fieldNumber, long value) {
        if (value != 0) {
            writeTag(fieldNumber, FIXED64);
            writeFixed64(value);
        }
    }

    /** Writes tag, length and text; nothing for null or empty text, or if not one code point fits. */
    public void writeStringField(int fieldNumber, CharSequence text, int maxBytes) {
        if (text != null && text.length() != 0) {
            int start = position;
            writeTag(fieldNumber, LENGTH_DELIMITED);
            int mark = begin(varintBytes(Math.min(text.length(), maxBytes)), 0);
            if (writeUtf8(text, maxBytes) == 0) {
                position = start;
            } else {
                end(mark);
            }
        }
    }

    /** Starts a nested message that is probably shorter than 128 bytes. */
    public int begin(int fieldNumber) {
        writeTag(fieldNumber, LENGTH_DELIMITED);
        return begin(1, 0);
    }

    /** Reserves bytes for a length, and ensures room for {@code roomBytes} of the body. */
    int begin(int lengthBytes, int roomBytes) {
        ensure(lengthBytes + roomBytes);
        int mark = position;
        bytes[mark] = (byte) lengthBytes;
        position = mark + lengthBytes;
        return mark;
    }

    /**
     * Fills in the length of the message that began at the mark; messages within it must have ended.
     *
     * @param mark what {@link #begin} returned
     */
    public void end(int mark) {
        int reserved = bytes[mark];
        int length = position - mark - reserved;
        if (reserved == 2 && length >>> 7 != 0 && length >>> 14 == 0) {
            bytes[mark] = (byte) (length | 0x80);
            bytes[mark + 1] = (byte) (length >>> 7);
            return;
        }
        int width = varintBytes(length);
        if (width != reserved) {
            shift(mark + reserved, width - reserved);
        }
        int end = position;
        position = mark;
        putVarint(length);
        position = end;
    }
}
