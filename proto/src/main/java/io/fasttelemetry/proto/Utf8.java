/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.proto;

/**
 * Encodes characters as UTF-8, for any input: a lone surrogate becomes U+FFFD, since a protobuf string must be valid
 * UTF-8 and one bad string would make a receiver refuse the whole request.
 *
 * <p>Stateless; any thread. The caller ensures room in the array. Output ends before the first code point that would
 * exceed the limit.
 */
final class Utf8 {
    private static final char REPLACEMENT = '\uFFFD';

    private Utf8() {}

    /** Copies the leading ASCII characters, at most {@code maxChars}, and returns their number. */
    static int copyAscii(String text, byte[] to, int at, int maxChars) {
        for (int i = 0; i < maxChars; i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                return i;
            }
            to[at + i] = (byte) c;
        }
        return maxChars;
    }

    /**
     * Encodes from a character index on.
     *
     * @param limit offset in the array before which the output ends
     * @return offset after the last byte written
     */
    static int encode(CharSequence text, int fromIndex, byte[] to, int at, int limit) {
        int length = text.length();
        int out = at;
        for (int i = fromIndex; i < length; i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                if (out == limit) {
                    break;
                }
                to[out++] = (byte) c;
            } else if (c < 0x800) {
                if (limit - out < 2) {
                    break;
                }
                to[out++] = (byte) (0xC0 | c >>> 6);
                to[out++] = (byte) (0x80 | (c & 0x3F));
            } else if (isPair(text, i, c, length)) {
                if (limit - out < 4) {
                    break;
                }
                int codePoint = Character.toCodePoint(c, text.charAt(++i));
                to[out++] = (byte) (0xF0 | codePoint >>> 18);
                to[out++] = (byte) (0x80 | ((codePoint >>> 12) & 0x3F));
                to[out++] = (byte) (0x80 | ((codePoint >>> 6) & 0x3F));
                to[out++] = (byte) (0x80 | (codePoint & 0x3F));
            } else {
                if (limit - out < 3) {
                    break;
                }
                char whole = Character.isSurrogate(c) ? REPLACEMENT : c;
                to[out++] = (byte) (0xE0 | whole >>> 12);
                to[out++] = (byte) (0x80 | ((whole >>> 6) & 0x3F));
                to[out++] = (byte) (0x80 | (whole & 0x3F));
            }
        }
        return out;
    }

    private static boolean isPair(CharSequence text, int index, char c, int length) {
        return Character.isHighSurrogate(c) && index + 1 < length && Character.isLowSurrogate(text.charAt(index + 1));
    }
}
