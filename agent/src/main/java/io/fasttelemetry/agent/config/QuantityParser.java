/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.config;

/**
 * Parses a whole number with a unit, within a range: durations in milliseconds, sizes in bytes. Only ASCII digits, no
 * sign, no fraction. Immutable.
 */
final class QuantityParser extends ValueParser<Long> {
    /** Result of {@link #value} for a text without digits and for a number that is too large. */
    static final long NO_NUMBER = -1;

    private static final String[] TIMES = {"", "ms", "s", "m", "h"};
    private static final long[] TIME_MILLIS = {1, 1, 1_000, 60_000, 3_600_000};

    private static final String[] SIZES = {"", "k", "KiB", "m", "MiB", "g", "GiB"};
    private static final long[] SIZE_BYTES = {1, 1L << 10, 1L << 10, 1L << 20, 1L << 20, 1L << 30, 1L << 30};

    private final String[] units;
    private final long[] factors;
    private final long min;
    private final long max;

    private QuantityParser(String noun, String examples, String[] units, long[] factors, long min, long max) {
        super(noun, examples + "; from " + text(min, units, factors) + " to " + text(max, units, factors));
        this.units = units;
        this.factors = factors;
        this.min = min;
        this.max = max;
    }

    /** Parses {@code 250ms}, {@code 10s}, {@code 2m}, {@code 1h} or a bare number into milliseconds. */
    static QuantityParser duration(long minMillis, long maxMillis) {
        return new QuantityParser(
                "a duration", "250ms, 10s, 2m, or milliseconds", TIMES, TIME_MILLIS, minMillis, maxMillis);
    }

    /** Parses {@code 33554432}, {@code 512k}, {@code 32m}, {@code 32MiB} or {@code 1g} into bytes; k is 1024. */
    static QuantityParser size(long minBytes, long maxBytes) {
        return new QuantityParser("a size", "bytes, 512k, 32m, 32MiB, 1g", SIZES, SIZE_BYTES, minBytes, maxBytes);
    }

    @Override
    Long parse(String text, Problems problems) {
        int end = digitsEnd(text);
        String unit = text.substring(end).trim();
        for (int i = 0; i < units.length; i++) {
            if (units[i].equalsIgnoreCase(unit)) {
                long quantity = value(text, end, factors[i]);
                if (quantity >= min && quantity <= max) {
                    return quantity;
                }
                return end == 0 ? null : rejected(problems, "out of range");
            }
        }
        return null;
    }

    /** The shortest spelling in the units that are accepted. */
    @Override
    String show(Long quantity) {
        return text(quantity, units, factors);
    }

    private static String text(long quantity, String[] units, long[] factors) {
        for (int i = units.length - 1; i > 0; i--) {
            if (quantity != 0 && quantity % factors[i] == 0) {
                return quantity / factors[i] + units[i];
            }
        }
        return Long.toString(quantity);
    }

    /** Index of the first character that is not a digit. */
    static int digitsEnd(String text) {
        int i = 0;
        while (i < text.length() && text.charAt(i) >= '0' && text.charAt(i) <= '9') {
            i++;
        }
        return i;
    }

    /** The number in the first {@code end} characters, times {@code factor}; NO_NUMBER if none or too large. */
    static long value(String text, int end, long factor) {
        if (end == 0) {
            return NO_NUMBER;
        }
        long value = 0;
        for (int i = 0; i < end; i++) {
            int digit = text.charAt(i) - '0';
            if (value > (Long.MAX_VALUE - digit) / 10) {
                return NO_NUMBER;
            }
            value = value * 10 + digit;
        }
        return value > Long.MAX_VALUE / factor ? NO_NUMBER : value * factor;
    }
}
