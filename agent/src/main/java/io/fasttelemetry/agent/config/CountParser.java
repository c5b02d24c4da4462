/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.config;

/** Parses a whole number within a range. Immutable. */
final class CountParser extends ValueParser<Integer> {
    private final int min;
    private final int max;

    CountParser(int min, int max) {
        super("a whole number", min + " to " + max);
        this.min = min;
        this.max = max;
    }

    @Override
    Integer parse(String text, Problems problems) {
        int end = QuantityParser.digitsEnd(text);
        if (end < text.length()) {
            return null;
        }
        long value = QuantityParser.value(text, end, 1);
        return value >= min && value <= max ? (Integer) (int) value : rejected(problems, "out of range");
    }
}
