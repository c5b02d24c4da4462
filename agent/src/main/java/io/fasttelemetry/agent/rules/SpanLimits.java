/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.rules;

/** The options of a rule that leave spans out: {@code min=5ms, ratio=0.1, rate=100/s}. Immutable; any thread. */
public final class SpanLimits {
    /** No limit is set. */
    public static final SpanLimits NONE = new SpanLimits("", -1, "", 1, 0);

    private static final String[] UNITS = {"us", "ms", "s", "m"};
    private static final long[] UNIT_NANOS = {1_000, 1_000_000, 1_000_000_000, 60_000_000_000L};
    private static final long MAX_MIN_NANOS = 3_600_000_000_000L;
    private static final int MAX_PER_SECOND = 1_000_000_000;
    private static final int MAX_DIGITS = 10;

    private final String min;
    private final long minNanos;
    private final String ratioText;
    private final double ratio;
    private final long perSecond;

    private SpanLimits(String min, long minNanos, String ratioText, double ratio, long perSecond) {
        this.min = min;
        this.minNanos = minNanos;
        this.ratioText = ratioText;
        this.ratio = ratio;
        this.perSecond = perSecond;
    }

    /** What the value of an option has to look like; null if it is no option for a limit. */
    static String expected(String key) {
        switch (key) {
            case "min":
                return "a duration: 500us, 5ms, 2s, 1m, up to an hour";
            case "ratio":
                return "a number from 0 to 1, such as 0.1";
            case "rate":
                return "a number of spans per second, such as 100/s, up to 1000000000/s";
            default:
                return null;
        }
    }

    /** These limits and one more; null if the value is not as {@link #expected}. */
    SpanLimits with(String key, String value) {
        switch (key) {
            case "min":
                long nanos = nanos(value);
                return nanos < 0 ? null : new SpanLimits(value, nanos, ratioText, ratio, perSecond);
            case "ratio":
                double number = ratio(value);
                return number < 0 ? null : new SpanLimits(min, minNanos, value, number, perSecond);
            default:
                long rate = value.endsWith("/s") ? number(value.substring(0, value.length() - 2)) : -1;
                return rate < 1 || rate > MAX_PER_SECOND ? null : new SpanLimits(min, minNanos, ratioText, ratio, rate);
        }
    }

    private static long nanos(String text) {
        int digits = 0;
        while (digits < text.length() && isDigit(text.charAt(digits))) {
            digits++;
        }
        long count = number(text.substring(0, digits));
        for (int i = 0; i < UNITS.length; i++) {
            if (text.substring(digits).equals(UNITS[i])) {
                return count < 0 || count > MAX_MIN_NANOS / UNIT_NANOS[i] ? -1 : count * UNIT_NANOS[i];
            }
        }
        return -1;
    }

    private static double ratio(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isDigit(text.charAt(i)) && text.charAt(i) != '.') {
                return -1;
            }
        }
        try {
            double value = Double.parseDouble(text);
            return value <= 1 ? value : -1;
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /** The number, or -1 if it is none or has too many digits. */
    private static long number(String text) {
        if (text.isEmpty() || text.length() > MAX_DIGITS) {
            return -1;
        }
        long number = 0;
        for (int i = 0; i < text.length(); i++) {
            if (!isDigit(text.charAt(i))) {
                return -1;
            }
            number = number * 10 + text.charAt(i) - '0';
        }
        return number;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** Whether no limit is set. */
    public boolean isEmpty() {
        return minNanos < 0 && ratioText.isEmpty() && perSecond == 0;
    }

    /** The min duration in nanoseconds; -1 if it is not set. */
    public long minNanos() {
        return minNanos;
    }

    /** Part of the spans to keep, 0 to 1. */
    public double ratio() {
        return ratio;
    }

    /** Max spans a second; 0 for no limit. */
    public long perSecond() {
        return perSecond;
    }

    /** The options as {@link OptionsParser} reads them, separated by commas; empty if there are none. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        if (minNanos >= 0) {
            text.append("min=").append(min);
        }
        if (!ratioText.isEmpty()) {
            text.append(text.length() > 0 ? ", " : "").append("ratio=").append(ratioText);
        }
        if (perSecond > 0) {
            text.append(text.length() > 0 ? ", " : "")
                    .append("rate=")
                    .append(perSecond)
                    .append("/s");
        }
        return text.toString();
    }
}
