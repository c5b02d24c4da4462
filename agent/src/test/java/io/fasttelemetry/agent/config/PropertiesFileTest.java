/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PropertiesFileTest {
    private static final String START = "fasttelemetry.config.file: \"";

    @TempDir
    Path folder;

    private LoadedConfig load(String content, Charset charset) throws IOException {
        Path file = Files.write(folder.resolve("agent.properties"), content.getBytes(charset));
        return Settings.property("fasttelemetry.config.file", file.toString()).load();
    }

    private void assertDoubted(String content, Charset charset, String doubt) throws IOException {
        assertThat(load(content, charset).problems())
                .singleElement()
                .asString()
                .startsWith(START)
                .contains(doubt, "; accepted: a properties file in UTF-8")
                .doesNotContain("s3cret");
    }

    @Test
    void utf16_givesOneMessage() throws IOException {
        String content = "fasttelemetry.headers=a=s3cret\n";
        assertDoubted("\uFEFF" + content, StandardCharsets.UTF_16LE, "it is in UTF-16");
        assertDoubted("\uFEFF" + content, StandardCharsets.UTF_16BE, "it is in UTF-16");
        assertDoubted(content, StandardCharsets.UTF_16LE, "it is in UTF-16");
        assertDoubted(content, StandardCharsets.UTF_16BE, "it is in UTF-16");
    }

    @Test
    void latin1_givesOneMessageAndWhatCouldBeRead() throws IOException {
        String content = "fasttelemetry.interval=5s\nfasttelemetry.service.name=Gr\u00fc\u00dfe\n";

        assertDoubted(content, StandardCharsets.ISO_8859_1, "is not in UTF-8");
        assertThat(load(content, StandardCharsets.ISO_8859_1).config().get(Options.INTERVAL_MILLIS))
                .isEqualTo(5_000);
    }

    @Test
    void replacementCharacterItself_isText() throws IOException {
        assertThat(load("fasttelemetry.service.name=a\uFFFDb\n", StandardCharsets.UTF_8)
                        .problems())
                .isEmpty();
    }

    @Test
    void otherFormats_giveOneMessage() throws IOException {
        assertDoubted(
                "fasttelemetry:\n  endpoint: http://c\n  headers: a=s3cret\n",
                StandardCharsets.UTF_8,
                "looks like YAML");
        assertDoubted("---\nx: s3cret\n", StandardCharsets.UTF_8, "looks like YAML");
        assertDoubted("otel:\n  service:\n    name: x\n", StandardCharsets.UTF_8, "looks like YAML");
        assertDoubted("{\"fasttelemetry.headers\": \"s3cret\"}", StandardCharsets.UTF_8, "looks like JSON");
        assertDoubted("<?xml version=\"1.0\"?><x>s3cret</x>", StandardCharsets.UTF_8, "looks like XML");
    }

    @Test
    void flatKeysWithColons_areProperties() throws IOException {
        LoadedConfig loaded = load("fasttelemetry.interval: 5s\nother: x\n", StandardCharsets.UTF_8);

        assertThat(loaded.problems()).isEmpty();
        assertThat(loaded.config().get(Options.INTERVAL_MILLIS)).isEqualTo(5_000);
    }
}
