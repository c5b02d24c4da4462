/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class GlobTest {
    /** Against regular expressions, with few letters, so that pieces repeat and overlap. */
    @Test
    void matches_whatARegularExpressionMatches() {
        Random random = new Random(7);
        for (int i = 0; i < 200_000; i++) {
            String glob = random(random, "ab.*", 6);
            String text = random(random, "ab.", 8);
            boolean expected = Pattern.matches(glob.replace(".", "\\.").replace("*", ".*"), text);

            assertThat(Glob.of(glob).matches(text)).as("%s %s", glob, text).isEqualTo(expected);
        }
    }

    private static String random(Random random, String letters, int maxLength) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(maxLength + 1); i > 0; i--) {
            text.append(letters.charAt(random.nextInt(letters.length())));
        }
        return text.toString();
    }
}
