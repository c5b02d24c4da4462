/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.config;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Syntax shared by headers and attributes: a list with commas, and escapes with percent signs. Stateless; any thread.
 */
final class PairSyntax {
    private PairSyntax() {}

    /** Splits at commas into trimmed pieces. Empty ones are included, so that positions are as the user counts them. */
    static List<String> split(String text) {
        List<String> pieces = new ArrayList<>();
        int start = 0;
        for (int comma = text.indexOf(','); comma >= 0; comma = text.indexOf(',', start)) {
            pieces.add(text.substring(start, comma).trim());
            start = comma + 1;
        }
        pieces.add(text.substring(start).trim());
        return pieces;
    }

    /**
     * Percent-decodes only: {@code %2C} becomes a comma, a plus sign stays. Form decoding, which turns it into a blank,
     * would break credentials in base64. Null if an escape is not two hexadecimal digits or the bytes are not UTF-8.
     */
    static String decode(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        byte[] source = text.getBytes(StandardCharsets.UTF_8);
        byte[] decoded = new byte[source.length];
        int length = 0;
        for (int i = 0; i < source.length; i++) {
            if (source[i] != '%') {
                decoded[length++] = source[i];
                continue;
            }
            int high = i + 2 < source.length ? Character.digit(source[i + 1], 16) : -1;
            int low = high >= 0 ? Character.digit(source[i + 2], 16) : -1;
            if (low < 0) {
                return null;
            }
            decoded[length++] = (byte) ((high << 4) | low);
            i += 2;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(decoded, 0, length))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
