/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.proto;

/**
 * The fixed Huffman codes of deflate, as {@link FastGzipWriter} writes them. Constants; any thread.
 *
 * <p>A token is the bits of a code with its extra bits, in the order in which they are written from the lowest on,
 * above the number of these bits:
 *
 * <pre>
 *   bits  6..   extra bits | code, its first bit lowest
 *   bits  0..5  number of bits
 * </pre>
 *
 * RFC 1951, sections 3.2.5 and 3.2.6.
 */
final class FixedHuffman {
    static final int COUNT_BITS = 6;
    static final int COUNT_MASK = (1 << COUNT_BITS) - 1;

    static final int MAX_LENGTH = 258;
    static final int MAX_DISTANCE = 1 << 15;

    /** Max number of bits for one byte. */
    static final int MAX_LITERAL_BITS = 9;

    private static final int END_OF_BLOCK = 256;
    private static final int DISTANCE_BITS = 5;

    /** Distances of 257 and more share an entry with the others of the same 128. */
    private static final int NEAR = 256;

    private static final int FAR_SHIFT = 7;

    /** Tokens of literals. */
    static final int[] LITERALS = new int[END_OF_BLOCK];

    /** Tokens of lengths, from 3 on. */
    private static final int[] LENGTHS = new int[MAX_LENGTH + 1];

    /** The code of a distance: of each up to 256, then of each 128. */
    private static final byte[] DISTANCE_CODES = new byte[NEAR + (MAX_DISTANCE >>> FAR_SHIFT)];

    private static final int[] DISTANCE_BASES = new int[30];
    private static final byte[] DISTANCE_EXTRA_BITS = new byte[30];

    /** Distance codes with the first bit lowest. */
    private static final byte[] DISTANCE_REVERSED = new byte[30];

    static {
        for (int i = 0; i < LITERALS.length; i++) {
            LITERALS[i] = symbol(i);
        }
        int length = 3;
        for (int symbol = END_OF_BLOCK + 1; length < MAX_LENGTH; symbol++) {
            int extraBits = symbol < 265 ? 0 : (symbol - 261) / 4;
            for (int extra = 0; extra < 1 << extraBits; extra++) {
                LENGTHS[length++] = withExtra(symbol(symbol), extra, extraBits);
            }
        }
        LENGTHS[MAX_LENGTH] = symbol(285); // which has no extra bits, unlike 284, of which it would be the last value
        int distance = 1;
        for (int code = 0; code < DISTANCE_BASES.length; code++) {
            int extraBits = code < 2 ? 0 : (code - 2) / 2;
            DISTANCE_BASES[code] = distance;
            DISTANCE_EXTRA_BITS[code] = (byte) extraBits;
            DISTANCE_REVERSED[code] = (byte) reverse(code, DISTANCE_BITS);
            for (int end = distance + (1 << extraBits); distance < end; distance++) {
                DISTANCE_CODES[entry(distance)] = (byte) code;
            }
        }
    }

    private FixedHuffman() {}

    /** The token of a repetition: a length from 3 to 258, a distance from 1 to 32768. */
    static long repetition(int length, int distance) {
        int code = DISTANCE_CODES[entry(distance)];
        int extraBits = DISTANCE_EXTRA_BITS[code];
        long distanceBits = DISTANCE_REVERSED[code] | (long) (distance - DISTANCE_BASES[code]) << DISTANCE_BITS;
        int token = LENGTHS[length];
        int count = token & COUNT_MASK;
        return ((token >>> COUNT_BITS) | (distanceBits << count)) << COUNT_BITS | (count + DISTANCE_BITS + extraBits);
    }

    private static int entry(int distance) {
        return distance <= NEAR ? distance - 1 : NEAR + ((distance - 1) >>> FAR_SHIFT);
    }

    private static int symbol(int symbol) {
        if (symbol < 144) {
            return token(0b0011_0000 + symbol, 8);
        }
        if (symbol < END_OF_BLOCK) {
            return token(0b1_1001_0000 + symbol - 144, 9);
        }
        return symbol < 280 ? token(symbol - END_OF_BLOCK, 7) : token(0b1100_0000 + symbol - 280, 8);
    }

    private static int token(int code, int bits) {
        return (reverse(code, bits) << COUNT_BITS) | bits;
    }

    private static int withExtra(int token, int extra, int extraBits) {
        int bits = token & COUNT_MASK;
        return ((token >>> COUNT_BITS) | (extra << bits)) << COUNT_BITS | (bits + extraBits);
    }

    private static int reverse(int code, int bits) {
        return Integer.reverse(code) >>> (Integer.SIZE - bits);
    }
}
