/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A sample of what {@code testapp/compat/corpus} does with whole JDKs and repositories. */
final class CorpusCheckTest {
    @ParameterizedTest
    @ValueSource(strings = {"", CorpusCheck.OPTIONS})
    void weave_classesOfTheJdkStayValid(String options) throws Exception {
        CorpusCheck check = new CorpusCheck(100, options);
        check.jdk();

        assertThat(check.broken).isEmpty();
        assertThat(check.wovenMethods).isGreaterThan(500);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", CorpusCheck.OPTIONS})
    void weave_classesOfLibrariesStayValid(String options) throws Exception {
        CorpusCheck check = new CorpusCheck(50, options);
        for (String element : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            if (element.endsWith(".jar")) {
                check.jar(Path.of(element));
            }
        }

        assertThat(check.broken).isEmpty();
        assertThat(check.wovenMethods).isGreaterThan(500);
    }
}
