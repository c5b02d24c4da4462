/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.testapp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ScenarioListTest {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(\\w+)` \\| \\S.* \\|$");

    @Test
    void readme_hasARowForEachScenario() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        String scenarios = readme.substring(readme.indexOf("\n## Scenarios\n"));
        List<String> listed = ROW.matcher(scenarios)
                .results()
                .map((MatchResult row) -> row.group(1))
                .toList();
        try (Stream<Path> files = Files.list(Path.of("src/scenarios/java/com/acme/scenario"))) {
            List<String> programs = files.map(
                            file -> file.getFileName().toString().replaceFirst("\\.java$", ""))
                    .sorted()
                    .toList();

            assertThat(listed).isEqualTo(programs);
        }
    }
}
