/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.proto;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Compresses spans at a quarter of zlib's cost, to about a tenth more than zlib's level 1 makes of them.
 *
 * <p>Spans repeat each other: names, keys, ids, the first bytes of times. A span is mostly a copy of an earlier span of
 * its operation, interrupted by ids and times of its own. So behind a copy a few literals come, then the same copy
 * goes on at the same distance. This is looked for before the table is asked for every position:
 *
 * <pre>
 *   behind a copy ──▶ 1. the table: do the next four bytes have an earlier place?     yes: copy
 *                     2. the last distance: does it fit again within ten bytes?       yes: literals, copy
 *                     3. the table, byte by byte                                  at last: literals, copy
 * </pre>
 *
 * <p>The fixed Huffman codes need no statistics. Of what is left of a span half is random ids, which no code makes
 * shorter. A block that does not get smaller is stored, so the result exceeds the input by 5 bytes for each {@value
 * #BLOCK_BYTES}, at most.
 */
public final class FastGzipWriter extends GzipWriter {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    /** Input of one block, which decides for itself whether it is stored. A stored block has fewer than 64 KiB. */
    static final int BLOCK_BYTES = 32 << 10;

    private static final int HASH_BITS = 13;
    private static final int HASH_SHIFT = Integer.SIZE - HASH_BITS;
    private static final int HASH_FACTOR = 0x9E3779B1;

    private static final int MIN_LENGTH = Integer.BYTES;

    /** Max bytes by which a copy is extended to the left: less than its max length, so it does not lose its place. */
    private static final int MAX_EXTENSION = FixedHuffman.MAX_LENGTH / 2;

    /** Bytes that are read at a position and behind it; closer to the end there are only literals. */
    private static final int LOOKAHEAD_BYTES = 2 * Long.BYTES;

    /** Block header: one bit for the last block, two for the kind of block. */
    private static final int LAST_BLOCK = 1;

    private static final int FIXED_BLOCK = 0b010;
    private static final int BLOCK_HEADER_BITS = 3;

    private static final int END_OF_BLOCK_BITS = 7;

    /** Length of a stored block, and its complement. */
    private static final int STORED_LENGTH_BYTES = 4;

    /** Places in eight bytes where four can begin. */
    private static final int STARTS_IN_A_LONG = Long.BYTES - MIN_LENGTH + 1;

    /** Max bytes that are skipped to go on with a copy: an id, with its tag and length. */
    private static final int MAX_DIFFERENT_BYTES = 2 * STARTS_IN_A_LONG;

    /** The lowest bit of each byte where four can begin, and the highest. */
    private static final long LOW_BITS = 0x01_0101_0101L;

    private static final long HIGH_BITS = LOW_BITS << 7;

    /** The last position of each four bytes, by their hash. */
    private final int[] positions = new int[1 << HASH_BITS];

    // the end of the output while it is written: whole bytes in the array, and fewer than eight bits

    private int size;
    private long bits;
    private int bitCount;

    public FastGzipWriter(int thresholdBytes) {
        super(thresholdBytes);
    }

    @Override
    int deflate(byte[] from, int offset, int length) {
        Arrays.fill(positions, offset - FixedHuffman.MAX_DISTANCE - 1);
        size = HEADER_BYTES;
        bits = 0;
        bitCount = 0;
        int left = length;
        do {
            int blockBytes = Math.min(left, BLOCK_BYTES);
            int at = offset + length - left;
            left -= blockBytes;
            block(from, offset, at, blockBytes, left == 0 ? LAST_BLOCK : 0);
        } while (left > 0);
        LONGS.set(output, size, bits);
        return size + ((bitCount + 7) >>> 3);
    }

    private void block(byte[] from, int start, int at, int length, int last) {
        ensure(size, length * FixedHuffman.MAX_LITERAL_BITS / 8 + 2 * LOOKAHEAD_BYTES);
        int sizeBefore = size;
        long bitsBefore = bits;
        int bitCountBefore = bitCount;
        compressed(from, start, at, at + length, last | FIXED_BLOCK);
        if (size - sizeBefore > length + STORED_LENGTH_BYTES) {
            size = sizeBefore;
            bits = bitsBefore;
            bitCount = bitCountBefore;
            stored(from, at, length, last);
        }
    }

    /** Writes a block with fixed codes. Output is written eight bytes at a time, of which the whole ones count. */
    private void compressed(byte[] from, int start, int offset, int end, int header) {
        int[] positions = this.positions;
        byte[] output = this.output;
        int size = this.size;
        long bits = this.bits | (long) header << bitCount;
        int count = bitCount + BLOCK_HEADER_BITS;
        int last = end - LOOKAHEAD_BYTES - 1;
        int literals = offset;
        int distance = 0;
        while (literals <= last) {
            int at = literals;
            int four = (int) INTS.get(from, at);
            int slot = (four * HASH_FACTOR) >>> HASH_SHIFT;
            int earlier = positions[slot];
            positions[slot] = at;
            if (at - earlier <= FixedHuffman.MAX_DISTANCE && (int) INTS.get(from, earlier) == four) {
                distance = at - earlier;
            } else {
                int skipped = distance == 0 ? 0 : differentBytes(from, at, distance);
                if (skipped != 0) {
                    at += skipped;
                    positions[((int) INTS.get(from, at) * HASH_FACTOR) >>> HASH_SHIFT] = at;
                } else {
                    do {
                        if (++at > last) {
                            break;
                        }
                        four = (int) INTS.get(from, at);
                        slot = (four * HASH_FACTOR) >>> HASH_SHIFT;
                        earlier = positions[slot];
                        positions[slot] = at;
                    } while (at - earlier > FixedHuffman.MAX_DISTANCE || (int) INTS.get(from, earlier) != four);
                    if (at > last) {
                        break;
                    }
                    distance = at - earlier;
                    at -= sameBefore(from, at, distance, Math.max(literals, start + distance));
                }
            }
            for (; literals + Integer.BYTES <= at; literals += Integer.BYTES) {
                int next = (int) INTS.get(from, literals);
                int first = FixedHuffman.LITERALS[next & 0xFF];
                int second = FixedHuffman.LITERALS[next >>> 8 & 0xFF];
                int third = FixedHuffman.LITERALS[next >>> 16 & 0xFF];
                int fourth = FixedHuffman.LITERALS[next >>> 24];
                int firstCount = first & FixedHuffman.COUNT_MASK;
                int thirdCount = third & FixedHuffman.COUNT_MASK;
                int halfCount = firstCount + (second & FixedHuffman.COUNT_MASK);
                int half = first >>> FixedHuffman.COUNT_BITS | second >>> FixedHuffman.COUNT_BITS << firstCount;
                int rest = third >>> FixedHuffman.COUNT_BITS | fourth >>> FixedHuffman.COUNT_BITS << thirdCount;
                bits |= (half | (long) rest << halfCount) << count;
                count += halfCount + thirdCount + (fourth & FixedHuffman.COUNT_MASK);
                LONGS.set(output, size, bits);
                size += count >>> 3;
                bits >>>= count & ~7;
                count &= 7;
            }
            for (; literals < at; literals++) {
                int token = FixedHuffman.LITERALS[from[literals] & 0xFF];
                bits |= (long) (token >>> FixedHuffman.COUNT_BITS) << count;
                count += token & FixedHuffman.COUNT_MASK;
            }
            LONGS.set(output, size, bits);
            size += count >>> 3;
            bits >>>= count & ~7;
            count &= 7;
            int length = same(from, at, distance, end);
            long token = FixedHuffman.repetition(length, distance);
            bits |= token >>> FixedHuffman.COUNT_BITS << count;
            count += (int) token & FixedHuffman.COUNT_MASK;
            LONGS.set(output, size, bits);
            size += count >>> 3;
            bits >>>= count & ~7;
            count &= 7;
            literals = at + length;
        }
        for (; literals < end; literals++) {
            int token = FixedHuffman.LITERALS[from[literals] & 0xFF];
            bits |= (long) (token >>> FixedHuffman.COUNT_BITS) << count;
            count += token & FixedHuffman.COUNT_MASK;
            LONGS.set(output, size, bits);
            size += count >>> 3;
            bits >>>= count & ~7;
            count &= 7;
        }
        count += END_OF_BLOCK_BITS; // which are zeros
        LONGS.set(output, size, bits);
        this.size = size + (count >>> 3);
        this.bits = bits >>> (count & ~7);
        this.bitCount = count & 7;
    }

    /**
     * Counts the bytes up to the next four that are the same at this distance: from 1, for these four begin behind the
     * position, to {@value #MAX_DIFFERENT_BYTES}; 0 if they are farther away.
     */
    private static int differentBytes(byte[] from, int at, int distance) {
        for (int count = 1; count <= MAX_DIFFERENT_BYTES; count += STARTS_IN_A_LONG) {
            long next = (long) LONGS.get(from, at + count);
            long difference = next ^ (long) LONGS.get(from, at + count - distance);
            long pairs = difference | difference >>> 8;
            long fours = pairs | pairs >>> 16; // a byte is zero if it and the three behind it are the same
            long zeros = (fours - LOW_BITS) & ~fours & HIGH_BITS; // the lowest bit is right, others need not be
            if (zeros != 0) {
                return count + (Long.numberOfTrailingZeros(zeros) >>> 3);
            }
        }
        return 0;
    }

    /** Counts the bytes that are the same before a position, down to an offset. */
    private static int sameBefore(byte[] from, int at, int distance, int min) {
        int max = Math.min(at - min, MAX_EXTENSION);
        int count = 0;
        while (count < max && from[at - count - 1] == from[at - distance - count - 1]) {
            count++;
        }
        return count;
    }

    /** Counts the bytes that are the same from a position on, four of which are known to be. */
    private static int same(byte[] from, int at, int distance, int end) {
        int max = Math.min(FixedHuffman.MAX_LENGTH, end - at);
        int length = MIN_LENGTH;
        for (; length + Long.BYTES <= max; length += Long.BYTES) {
            long next = (long) LONGS.get(from, at + length);
            long difference = next ^ (long) LONGS.get(from, at + length - distance);
            if (difference != 0) {
                return length + (Long.numberOfTrailingZeros(difference) >>> 3);
            }
        }
        while (length < max && from[at + length] == from[at + length - distance]) {
            length++;
        }
        return length;
    }

    /** Writes a stored block. Its header is three bits, then zeros up to a whole byte. */
    private void stored(byte[] from, int at, int length, int last) {
        LONGS.set(output, size, bits | (long) last << bitCount);
        size += (bitCount + BLOCK_HEADER_BITS + 7) >>> 3;
        INTS.set(output, size, length | ~length << 16);
        System.arraycopy(from, at, output, size + STORED_LENGTH_BYTES, length);
        size += STORED_LENGTH_BYTES + length;
        bits = 0;
        bitCount = 0;
    }
}
