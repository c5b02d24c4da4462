/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/requirements.md is complete, and what it names is there. */
final class RequirementsTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern ROW = Pattern.compile("^\\| ([A-Z])(\\d+) \\| (.+) \\| (.+) \\|$");
    private static final Pattern TEST = Pattern.compile("\\b(?:([A-Z]\\w*(?:Test|IT))\\b)?`?(?:#(\\w+))?");

    /** Sources of all tests, by the name of their class. */
    private static Map<String, String> tests() throws IOException {
        Map<String, String> tests = new TreeMap<>();
        for (String module : new String[] {"bootstrap", "proto", "agent", "testapp"}) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/test/java"))) {
                for (Path file :
                        (Iterable<Path>) files.filter(path -> path.toString().endsWith(".java"))::iterator) {
                    String name = file.getFileName().toString();
                    tests.merge(name.substring(0, name.length() - 5), Files.readString(file), String::concat);
                }
            }
        }
        return tests;
    }

    private static List<Matcher> rows() throws IOException {
        List<Matcher> rows = new ArrayList<>();
        for (String line : Files.readAllLines(ROOT.resolve("docs/requirements.md"))) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                rows.add(row);
            }
        }
        return rows;
    }

    @Test
    void ids_haveNoHoles() throws IOException {
        Map<String, Integer> last = new TreeMap<>();
        for (Matcher row : rows()) {
            int expected = last.merge(row.group(1), 1, Integer::sum);
            assertThat(row.group(1) + row.group(2)).isEqualTo(row.group(1) + expected);
        }
        assertThat(last.keySet()).contains("A", "F", "P");
    }

    /** {@code Class#method, #another} in the last column; the class of a method without one is that before it. */
    @Test
    void tests_thatAreNamedExist() throws IOException {
        Map<String, String> tests = tests();
        List<String> missing = new ArrayList<>();
        int found = 0;
        for (Matcher row : rows()) {
            String type = null;
            Matcher test = TEST.matcher(row.group(4));
            while (test.find()) {
                String method = test.group(2);
                type = test.group(1) == null ? type : test.group(1);
                if (test.group(1) == null && method == null) {
                    continue;
                }
                String source = tests.getOrDefault(type, "");
                found++;
                if (source.isEmpty() || (method != null && !source.contains("void " + method + "("))) {
                    missing.add(row.group(1) + row.group(2) + ": " + type + "#" + method);
                }
            }
        }
        assertThat(missing).isEmpty();
        assertThat(found).isGreaterThan(150);
    }
}
