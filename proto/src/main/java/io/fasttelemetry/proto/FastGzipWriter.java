/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.proto;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Compresses spans at a third of zlib's cost, to about a sixth more than zlib's level 1 makes of them.
 *
 * <p>Spans repeat each other: names, keys, ids, the first bytes of times. So it takes the last place at which the next
 * four bytes occurred, if they are the same, and writes the fixed codes, which need no statistics. If this does not
 * make the input smaller, the input is stored: 5 bytes more for each 64 KiB, and never more than that.
 *
 * <pre>
 *   four bytes ──hash──▶ table of 4096 positions ──▶ the same four bytes?  yes: length and distance
 *                                                                          no: one literal
 * </pre>
 */
public final class FastGzipWriter extends GzipWriter {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    /** Here, so that its initialiser runs with that of this class. */
    private static final int[] LITERALS = FixedHuffman.LITERALS;

    private static final int HASH_BITS = 12;
    private static final int HASH_FACTOR = 0x9E3779B1;

    private static final int MAX_STORED_BYTES = 0xFFFF;
    /** Before each stored block: its header, padded to a byte, its length and the complement of that. */
    private static final int STORED_HEADER_BYTES = 5;

    /** Block header: the last block, with fixed codes. */
    private static final int LAST_FIXED_BLOCK = 0b011;

    private static final int BLOCK_HEADER_BITS = 3;
    private static final int END_OF_BLOCK_BITS = 7;

    /** The last position of each four bytes, by their hash. */
    private final int[] positions = new int[1 << HASH_BITS];

    public FastGzipWriter(int thresholdBytes) {
        super(thresholdBytes);
    }

    @Override
    int deflate(byte[] from, int offset, int length) {
        int bound = (int) Math.min((long) length * FixedHuffman.MAX_LITERAL_BITS / 8, Integer.MAX_VALUE >>> 1);
        ensure(HEADER_BYTES, bound + 2 * Long.BYTES);
        int size = compressed(from, offset, offset + length);
        int storedSize = HEADER_BYTES + length + STORED_HEADER_BYTES * Math.max(1, blocks(length));
        return size <= storedSize ? size : stored(from, offset, length);
    }

    /** Writes one block with fixed codes, eight bytes at a time of which the whole ones count. */
    private int compressed(byte[] from, int offset, int end) {
        int[] positions = this.positions;
        byte[] output = this.output;
        Arrays.fill(positions, offset - FixedHuffman.MAX_DISTANCE - 1);
        long bits = LAST_FIXED_BLOCK;
        int count = BLOCK_HEADER_BITS;
        int size = HEADER_BYTES;
        int at = offset;
        for (int last = end - Long.BYTES; at <= last; ) {
            int four = (int) INTS.get(from, at);
            int slot = (four * HASH_FACTOR) >>> (Integer.SIZE - HASH_BITS);
            int earlier = positions[slot];
            positions[slot] = at;
            int distance = at - earlier;
            long token;
            if (distance <= FixedHuffman.MAX_DISTANCE && (int) INTS.get(from, earlier) == four) {
                int length = repeated(from, at, earlier, end);
                token = FixedHuffman.repetition(length, distance);
                at += length;
            } else {
                token = LITERALS[four & 0xFF];
                at++;
            }
            bits |= token >>> FixedHuffman.COUNT_BITS << count;
            count += (int) token & FixedHuffman.COUNT_MASK;
            LONGS.set(output, size, bits);
            size += count >>> 3;
            bits >>>= count & ~7;
            count &= 7;
        }
        for (; at < end; at++) {
            int token = LITERALS[from[at] & 0xFF];
            bits |= (long) (token >>> FixedHuffman.COUNT_BITS) << count;
            count += token & FixedHuffman.COUNT_MASK;
            LONGS.set(output, size, bits);
            size += count >>> 3;
            bits >>>= count & ~7;
            count &= 7;
        }
        LONGS.set(output, size, bits); // the end of the block is seven zeros
        return size + ((count + END_OF_BLOCK_BITS + 7) >>> 3);
    }

    /** How many bytes are the same from here on, four of which are known to be, up to the longest repetition. */
    private static int repeated(byte[] from, int at, int earlier, int end) {
        int max = Math.min(FixedHuffman.MAX_LENGTH, end - at);
        int length = Integer.BYTES;
        for (; length + Long.BYTES <= max; length += Long.BYTES) {
            long difference = (long) LONGS.get(from, at + length) ^ (long) LONGS.get(from, earlier + length);
            if (difference != 0) {
                return length + (Long.numberOfTrailingZeros(difference) >>> 3);
            }
        }
        while (length < max && from[at + length] == from[earlier + length]) {
            length++;
        }
        return length;
    }

    private static int blocks(int length) {
        return (length + MAX_STORED_BYTES - 1) / MAX_STORED_BYTES;
    }

    private int stored(byte[] from, int offset, int length) {
        int size = HEADER_BYTES;
        int at = offset;
        for (int left = length; left > 0; ) {
            int block = Math.min(left, MAX_STORED_BYTES);
            left -= block;
            output[size] = (byte) (left == 0 ? 1 : 0);
            INTS.set(output, size + 1, block | ~block << 16);
            System.arraycopy(from, at, output, size + STORED_HEADER_BYTES, block);
            size += STORED_HEADER_BYTES + block;
            at += block;
        }
        return size;
    }
}
