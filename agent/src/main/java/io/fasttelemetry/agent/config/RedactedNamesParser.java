/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** Parses names separated by commas, in which {@code *} stands for any characters. Immutable. */
final class RedactedNamesParser extends ValueParser<RedactedNames> {
    static final String NONE = "none";

    private static final int MAX_LENGTH = 4096;

    RedactedNamesParser() {
        super(
                "a list of names",
                "up to " + MAX_LENGTH + " characters: names with , between, * for any characters; or none");
    }

    @Override
    RedactedNames parse(String text, Problems problems) {
        if (text.length() > MAX_LENGTH) {
            return null;
        }
        if (text.equalsIgnoreCase(NONE)) {
            return new RedactedNames(Collections.emptyList());
        }
        List<String> patterns = new ArrayList<>();
        int from = 0;
        while (from <= text.length()) {
            int comma = text.indexOf(',', from);
            int to = comma < 0 ? text.length() : comma;
            String pattern = text.substring(from, to).trim().toLowerCase(Locale.ROOT);
            if (!pattern.isEmpty()) {
                patterns.add(pattern);
            }
            from = to + 1;
        }
        return new RedactedNames(patterns);
    }
}
