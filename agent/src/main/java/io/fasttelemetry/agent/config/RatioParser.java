/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.config;

/** Parses a decimal fraction from 0 to 1. Immutable. */
final class RatioParser extends ValueParser<Double> {
    RatioParser() {
        super("a ratio", "0.0 to 1.0");
    }

    @Override
    Double parse(String text, Problems problems) {
        if (text.equals("1.0")) {
            return 1.0; // the default, without loading the JDK's parser of doubles
        }
        for (int i = 0; i < text.length(); i++) {
            // Double.parseDouble accepts more than is meant: NaN, hexadecimal digits, a trailing d.
            if ("0123456789.eE+-".indexOf(text.charAt(i)) < 0) {
                return null;
            }
        }
        try {
            double ratio = Double.parseDouble(text);
            return ratio >= 0 && ratio <= 1 ? (Double) ratio : rejected(problems, "out of range");
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
