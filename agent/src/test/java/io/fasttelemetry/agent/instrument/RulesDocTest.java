/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import io.fasttelemetry.agent.rules.ClassExcludes;
import io.fasttelemetry.agent.rules.MethodRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Runs every example of docs/rules.md against the program in it. */
final class RulesDocTest {
    private static final Path DOC = Path.of("..", "docs", "rules.md");
    private static final Pattern EXAMPLE =
            Pattern.compile("```(rules|rules-file)\n(.*?)\n```\n```spans\n(.*?)```", Pattern.DOTALL);

    @TempDir
    Path folder;

    @TestFactory
    List<DynamicTest> examples() throws IOException {
        String doc = Files.readString(DOC);
        CompiledClasses classes = CompiledClasses.of(folder, between(doc, "```java\n", "```"));
        List<DynamicTest> tests = new ArrayList<>();
        Matcher example = EXAMPLE.matcher(doc);
        while (example.find()) {
            boolean isFile = example.group(1).equals("rules-file");
            String rules = example.group(2);
            List<String> spans = example.group(3).lines().toList();
            tests.add(DynamicTest.dynamicTest(rules, () -> check(classes, rules, isFile, spans)));
        }
        assertThat(tests).as("all rules in the document have their spans").hasSize(doc.split("```rules").length - 1);
        return tests;
    }

    private static void check(CompiledClasses classes, String text, boolean isFile, List<String> spans) {
        List<String> problems = new ArrayList<>();
        MethodRules rules =
                isFile ? MethodRules.parseFile(text, "file", problems) : MethodRules.parse(text, "rules", problems);
        assertThat(problems).isEmpty();

        assertThat(classes.selected(new RuleMatcher(rules, ClassExcludes.NONE)))
                .containsExactlyInAnyOrderElementsOf(spans);
        assertThat(classes.selected(
                        new RuleMatcher(MethodRules.parse(rules.text(), "rules", problems), ClassExcludes.NONE)))
                .as("written and read again")
                .containsExactlyInAnyOrderElementsOf(spans);
    }

    private static String between(String text, String start, String end) {
        int from = text.indexOf(start) + start.length();
        return text.substring(from, text.indexOf(end, from));
    }
}
