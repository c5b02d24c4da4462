/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.config;

/** {@code 33554432}, {@code 512k}, {@code 32m}, {@code 32MiB} or {@code 1g}, within a range; k is 1024. Immutable. */
final class SizeParser extends ValueParser<Long> {
    private static final String[] UNITS = {"", "k", "KiB", "m", "MiB", "g", "GiB"};
    private static final int[] UNIT_SHIFTS = {0, 10, 10, 20, 20, 30, 30};

    private final long minBytes;
    private final long maxBytes;

    SizeParser(long minBytes, long maxBytes) {
        super("a size", "bytes, 512k, 32m, 32MiB, 1g; from " + text(minBytes) + " to " + text(maxBytes));
        this.minBytes = minBytes;
        this.maxBytes = maxBytes;
    }

    @Override
    Long parse(String text, ValueProblems problems) {
        int end = Digits.end(text);
        String unit = text.substring(end).trim();
        for (int i = 0; i < UNITS.length; i++) {
            if (UNITS[i].equalsIgnoreCase(unit)) {
                long bytes = Digits.value(text, end, 1L << UNIT_SHIFTS[i]);
                if (bytes >= minBytes && bytes <= maxBytes) {
                    return bytes;
                }
                return end == 0 ? null : rejected(problems, "out of range");
            }
        }
        return null;
    }

    static String text(long bytes) {
        for (int i = UNITS.length - 1; i > 0; i -= 2) {
            if (bytes != 0 && bytes % (1L << UNIT_SHIFTS[i]) == 0) {
                return (bytes >> UNIT_SHIFTS[i]) + UNITS[i];
            }
        }
        return Long.toString(bytes);
    }
}
