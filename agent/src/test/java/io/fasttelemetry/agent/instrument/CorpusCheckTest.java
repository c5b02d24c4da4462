/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** A sample of what {@code testapp/compat/corpus} does with whole JDKs and repositories. */
final class CorpusCheckTest {
    @Test
    void weave_classesOfTheJdkStayValid() throws Exception {
        CorpusCheck check = new CorpusCheck(100);
        check.jdk();

        assertThat(check.broken).isEmpty();
        assertThat(check.wovenMethods).isGreaterThan(500);
    }

    @Test
    void weave_classesOfLibrariesStayValid() throws Exception {
        CorpusCheck check = new CorpusCheck(50);
        for (String element : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            if (element.endsWith(".jar")) {
                check.jar(Path.of(element));
            }
        }

        assertThat(check.broken).isEmpty();
        assertThat(check.wovenMethods).isGreaterThan(500);
    }
}
