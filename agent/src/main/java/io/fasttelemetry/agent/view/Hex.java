/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.view;

/** Ids as hexadecimal text: 16 digits for each long. */
final class Hex {
    private static final String DIGITS = "0123456789abcdef";

    private Hex() {}

    static String text(long value) {
        char[] text = new char[16];
        for (int i = 0; i < 16; i++) {
            text[i] = DIGITS.charAt((int) (value >>> (60 - 4 * i)) & 15);
        }
        return new String(text);
    }

    /** The number of the 16 digits from this place on; NumberFormatException if there is anything else. */
    static long parse(CharSequence text, int from) {
        long value = 0;
        for (int i = from; i < from + 16; i++) {
            int digit = i < text.length() && text.charAt(i) < 128 ? Character.digit(text.charAt(i), 16) : -1;
            if (digit < 0) {
                throw new NumberFormatException("not a hexadecimal id");
            }
            value = value << 4 | digit;
        }
        return value;
    }
}
