/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Keeps docs/configuration.md in step with the options; with {@code -Dconfiguration.doc.write=true} writes it. */
class ConfigurationDocTest {
    private static final Path FILE = Path.of(System.getProperty("basedir", "."), "..", "docs", "configuration.md");

    @Test
    void document_isWhatTheOptionsSay() throws IOException {
        if (Boolean.getBoolean("configuration.doc.write")) {
            Files.writeString(FILE, ConfigurationDoc.text());
        }

        assertThat(Files.exists(FILE) ? Files.readString(FILE) : "")
                .as("docs/configuration.md is stale; write it anew with:"
                        + " mvn -pl agent -am test -Dtest=ConfigurationDocTest -Dsurefire.failIfNoSpecifiedTests=false"
                        + " -Dconfiguration.doc.write=true")
                .isEqualTo(ConfigurationDoc.text());
    }

    @Test
    void document_quotesARealLine() {
        String line =
                Settings.property("fasttelemetry.interval", "10x").problems().get(0);

        assertThat(ConfigurationDoc.text()).contains("fast-telemetry WARN " + line + "\n");
    }

    @Test
    void document_namesEveryOption() {
        for (ConfigOption<?> option : Options.all()) {
            for (ConfigOption.Spelling<?> spelling : option.spellings()) {
                assertThat(ConfigurationDoc.text()).contains("`" + spelling.key() + "`");
            }
        }
    }
}
