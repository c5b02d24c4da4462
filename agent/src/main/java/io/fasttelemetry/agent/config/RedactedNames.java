/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.config;

import io.fasttelemetry.agent.rules.Glob;
import java.util.List;
import java.util.Locale;

/**
 * Names of captured attributes whose values are not to leave the process; {@code *} stands for any characters, case
 * does not count. Immutable; any thread.
 *
 * <p>Exporters write {@link #MASK} in place of the value. Whoever weaves should not record it in the first place: it
 * captures {@link #MASK} instead.
 */
public final class RedactedNames {
    /** What is written in place of a value. */
    public static final String MASK = "***";

    private final List<String> patterns;

    RedactedNames(List<String> patterns) {
        this.patterns = List.copyOf(patterns);
    }

    /** Whether the values of this attribute are masked. */
    public boolean masks(String key) {
        String lower = key.toLowerCase(Locale.ROOT);
        for (String pattern : patterns) {
            if (Glob.of(pattern).matches(lower)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String toString() {
        return patterns.isEmpty() ? RedactedNamesParser.NONE : String.join(",", patterns);
    }
}
