/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.testapp.tools;

import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;

/** Measured values and what the tables say of them. Immutable; every question to an empty one throws. */
public final class Figures {
    private final double[] sorted;

    private Figures(double[] sorted) {
        this.sorted = sorted;
    }

    public static Figures of(Collection<Double> values) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return new Figures(sorted);
    }

    public static Figures of(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return new Figures(sorted);
    }

    /** The value in the middle; of an even number the lower one of the two. */
    public double median() {
        return at((sorted.length - 1) / 2);
    }

    /** The 10th percentile; of fewer than ten values the minimum. */
    public double tenthPercentile() {
        return at(sorted.length / 10);
    }

    /** The 90th percentile; of fewer than ten values the maximum. */
    public double ninetiethPercentile() {
        return at((9 * sorted.length + 9) / 10 - 1);
    }

    /** {@code median (10th percentile-90th percentile)}, with so many decimals. */
    public String spread(int decimals) {
        String format = "%." + decimals + "f";
        return String.format(
                Locale.ROOT,
                format + " (" + format + "-" + format + ")",
                median(),
                tenthPercentile(),
                ninetiethPercentile());
    }

    private double at(int index) {
        if (sorted.length == 0) {
            throw new IllegalStateException("no values");
        }
        return sorted[index];
    }
}
