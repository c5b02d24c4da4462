/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Random texts, made of what rules are made of. Each repetition has its own seed, always the same. */
final class RuleFuzzTest {
    private static final String[] PIECES = {
        "com.acme.Cart",
        "add",
        "*",
        "#",
        "::",
        "[",
        "]",
        "(",
        ")",
        "{",
        "}",
        ",",
        "!",
        "+",
        "@",
        "@@",
        "public ",
        "private ",
        " ",
        ".",
        "$",
        "int",
        "[]",
        "...",
        "name=",
        "kind=client",
        "attr.x=",
        "\"",
        "\\",
        "${0.a}",
        "${",
        "min=5ms",
        "ratio=",
        "0.5",
        "rate=9/s",
        "\u00e9",
        "<init>",
        "/",
        "\t",
        "\uD83D\uDE80",
        "\u0000",
        "-",
        "="
    };

    private static String random(Random random, int maxPieces) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(maxPieces); i >= 0; i--) {
            text.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return text.toString();
    }

    private static boolean containsNeighbours(MethodRules rules) {
        List<String> texts = rules.rules().stream().map(MethodRule::toString).toList();
        return texts.contains("first.A[a]") && texts.contains("last.B[b]");
    }

    @RepeatedTest(20)
    @Timeout(60)
    void parse_neverThrowsAndVoidsNoNeighbour(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        for (int i = 0; i < 700; i++) {
            String entry = random(random, 12);
            List<String> problems = new ArrayList<>();
            String text = "first.A[a];\n" + entry + "\nlast.B[b]";

            MethodRules rules = MethodRules.parse(text, "rules", problems);

            assertThat(containsNeighbours(rules)).as(entry).isTrue();
            assertThat(rules.rules().size() > 2 || !problems.isEmpty() || isBlank(entry))
                    .as("a rule or a message: %s", entry)
                    .isTrue();
            List<String> again = new ArrayList<>();
            assertThat(MethodRules.parse(rules.text(), "again", again))
                    .as(entry)
                    .hasToString(rules.toString());
            assertThat(again).as(rules.text()).isEmpty();
            ClassExcludes.parse(text, "excludes", problems);
            MethodRules.parseFile(text, "file", problems);
            MethodRules.parseAnnotations(text, "annotations", problems);
        }
    }

    private static boolean isBlank(String entry) {
        return entry.replaceAll("[,;\\s\\x00]", "").isEmpty();
    }

    @RepeatedTest(10)
    @Timeout(60)
    void template_neverThrowsAndIsWrittenAsItWasRead(RepetitionInfo repetition) {
        Random random = new Random(1000 + repetition.getCurrentRepetition());
        String[] pieces = {
            "${", "}", "0", "this", "return", "thrown", ".", "sku", "get", "(", ")", "\"", "x-user", ",", " ", "$", "{",
            "\\"
        };
        for (int i = 0; i < 5_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int j = random.nextInt(14); j >= 0; j--) {
                text.append(pieces[random.nextInt(pieces.length)]);
            }

            Template template = Template.parse(text.toString());

            if (template.problem() == null) {
                StringBuilder written = new StringBuilder();
                template.parts().forEach(written::append);
                assertThat(Template.parse(written.toString()).parts())
                        .as(text.toString())
                        .hasToString(template.parts().toString());
            } else {
                assertThat(template.problemAt()).isBetween(0, text.length());
                assertThat(template.parts()).isEmpty();
            }
        }
    }

    @Test
    @Timeout(60)
    void parse_ofHostileTextsTakesLinearTime() {
        for (String piece :
                List.of("{", "a{;", "a[", "a#(", "\"", "{\"", "*", "a*", "!", "+", "@", "::", "${", "a{x=\"")) {
            List<String> problems = new ArrayList<>();
            MethodRules.parse(piece.repeat(300_000 / piece.length()), "rules", problems);
            assertThat(problems.size()).as(piece).isLessThanOrEqualTo(RuleParser.MAX_PROBLEMS + 1);
        }
    }
}
