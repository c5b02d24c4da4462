/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Comments of what ships begin with a verb or a noun, so that each can be read without the one above it. */
final class JavadocTest {
    private static final Pattern BEGINNING =
            Pattern.compile("/\\*\\*\\s*(?:\\* )?(?=(?:Of|The same|Likewise|Where|As|For) )(.{0,60})");

    @Test
    void javadoc_beginsWithAVerbOrANoun() throws IOException {
        List<String> found = new ArrayList<>();
        for (String module : new String[] {"bootstrap", "proto", "agent"}) {
            try (Stream<Path> files = Files.walk(Path.of("..", module, "src/main/java"))) {
                for (Path file :
                        (Iterable<Path>) files.filter(path -> path.toString().endsWith(".java"))::iterator) {
                    Matcher comment = BEGINNING.matcher(Files.readString(file));
                    while (comment.find()) {
                        found.add(file.getFileName() + ": " + comment.group(1));
                    }
                }
            }
        }
        assertThat(found).isEmpty();
    }
}
