/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.config;

/** {@code 250ms}, {@code 10s}, {@code 2m}, {@code 1h} or a bare number of milliseconds, within a range. Immutable. */
final class DurationParser extends ValueParser<Long> {
    private static final String[] UNITS = {"", "ms", "s", "m", "h"};
    private static final long[] UNIT_MILLIS = {1, 1, 1_000, 60_000, 3_600_000};

    private final long minMillis;
    private final long maxMillis;

    DurationParser(long minMillis, long maxMillis) {
        super("a duration", "250ms, 10s, 2m, or milliseconds; from " + text(minMillis) + " to " + text(maxMillis));
        this.minMillis = minMillis;
        this.maxMillis = maxMillis;
    }

    @Override
    Long parse(String text, ValueProblems problems) {
        int end = Digits.end(text);
        String unit = text.substring(end).trim();
        for (int i = 0; i < UNITS.length; i++) {
            if (UNITS[i].equalsIgnoreCase(unit)) {
                long millis = Digits.value(text, end, UNIT_MILLIS[i]);
                if (millis >= minMillis && millis <= maxMillis) {
                    return millis;
                }
                return end == 0 ? null : rejected(problems, "out of range");
            }
        }
        return null;
    }

    /** The shortest spelling in the units that are accepted. */
    static String text(long millis) {
        for (int i = UNITS.length - 1; i > 1; i--) {
            if (millis != 0 && millis % UNIT_MILLIS[i] == 0) {
                return millis / UNIT_MILLIS[i] + UNITS[i];
            }
        }
        return millis == 0 ? "0" : millis + "ms";
    }
}
