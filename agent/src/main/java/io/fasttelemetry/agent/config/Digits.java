/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.config;

/** Reads plain decimal numbers: no sign, no blanks, no other digits than ASCII. Pure; any thread. */
final class Digits {
    static final long NONE = -1;

    private Digits() {}

    /** Index of the first character that is no digit. */
    static int end(String text) {
        int i = 0;
        while (i < text.length() && text.charAt(i) >= '0' && text.charAt(i) <= '9') {
            i++;
        }
        return i;
    }

    /**
     * The number that the first {@code end} characters spell times {@code factor}; NONE if there
     * is none or it is too big.
     */
    static long value(String text, int end, long factor) {
        if (end == 0) {
            return NONE;
        }
        long value = 0;
        for (int i = 0; i < end; i++) {
            int digit = text.charAt(i) - '0';
            if (value > (Long.MAX_VALUE - digit) / 10) {
                return NONE;
            }
            value = value * 10 + digit;
        }
        return value > Long.MAX_VALUE / factor ? NONE : value * factor;
    }
}
