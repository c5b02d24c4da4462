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

    /**
     * Distance codes, of each distance up to 256, then of each 128: number of extra bits, code with its first bit
     * lowest, distance with which the code begins.
     */
    private static final int[] DISTANCES = new int[NEAR + (MAX_DISTANCE >>> FAR_SHIFT)];

    private static final int EXTRA_COUNT_MASK = 15;
    private static final int CODE_SHIFT = 4;
    private static final int BASE_SHIFT = CODE_SHIFT + DISTANCE_BITS;

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
        for (int code = 0; distance <= MAX_DISTANCE; code++) {
            int extraBits = code < 2 ? 0 : (code - 2) / 2;
            int packed = distance << BASE_SHIFT | reverse(code, DISTANCE_BITS) << CODE_SHIFT | extraBits;
            int step = distance <= NEAR ? 1 : 1 << FAR_SHIFT;
            for (int end = distance + (1 << extraBits); distance < end; distance += step) {
                DISTANCES[entry(distance)] = packed;
            }
        }
    }

    private FixedHuffman() {}

    /** The token of a repetition: a length from 3 to 258, a distance from 1 to 32768. */
    static long repetition(int length, int distance) {
        int packed = DISTANCES[entry(distance)];
        int code = packed >>> CODE_SHIFT & ((1 << DISTANCE_BITS) - 1);
        long distanceBits = code | (long) (distance - (packed >>> BASE_SHIFT)) << DISTANCE_BITS;
        int token = LENGTHS[length];
        int count = token & COUNT_MASK;
        return ((token >>> COUNT_BITS) | (distanceBits << count)) << COUNT_BITS
                | (count + DISTANCE_BITS + (packed & EXTRA_COUNT_MASK));
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
