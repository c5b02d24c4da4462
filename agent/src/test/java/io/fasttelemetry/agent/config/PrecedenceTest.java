/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrecedenceTest {
    @TempDir
    private Path folder;

    private String file(String content) throws IOException {
        return Files.writeString(folder.resolve("agent.properties"), content).toString();
    }

    @Test
    void load_asksArgumentsThenPropertiesThenEnvironmentThenFile() throws IOException {
        Settings settings =
                Settings.property("fasttelemetry.config.file", file("fasttelemetry.scope.name = from the file\n"));
        assertThat(settings.config().get(Options.SCOPE_NAME)).isEqualTo("from the file");

        settings.andEnv("FASTTELEMETRY_SCOPE_NAME", "from the environment");
        assertThat(settings.config().get(Options.SCOPE_NAME)).isEqualTo("from the environment");

        settings.andProperty("fasttelemetry.scope.name", "from a property");
        assertThat(settings.config().get(Options.SCOPE_NAME)).isEqualTo("from a property");

        settings.andArguments("scope.name=from an argument");
        assertThat(settings.config().get(Options.SCOPE_NAME)).isEqualTo("from an argument");
    }

    @Test
    void load_prefersTheOwnKeyInAnySourceToAnAlias() throws IOException {
        Settings settings =
                Settings.property("otel.bsp.schedule.delay", "1000").andArguments("otel.bsp.schedule.delay=2000");
        assertThat(settings.config().get(Options.INTERVAL_MILLIS)).isEqualTo(2_000);

        settings.andProperty("fasttelemetry.config.file", file("fasttelemetry.interval=3s"));
        assertThat(settings.config().get(Options.INTERVAL_MILLIS)).isEqualTo(3_000);
    }

    @Test
    void load_prefersSignalSpecificToGenericInAnySource() {
        Settings settings = Settings.property("otel.exporter.otlp.timeout", "1000")
                .andEnv("OTEL_EXPORTER_OTLP_TRACES_TIMEOUT", "2000");

        assertThat(settings.config().get(Options.TIMEOUT_MILLIS)).isEqualTo(2_000);
    }

    @Test
    void load_skipsBlankForTheNextSource() {
        Settings settings = Settings.property("fasttelemetry.interval", "  ").andEnv("FASTTELEMETRY_INTERVAL", "");
        assertThat(settings.config().get(Options.INTERVAL_MILLIS)).isEqualTo(10_000);

        settings.andEnv("OTEL_BSP_SCHEDULE_DELAY", " 7000 ");
        assertThat(settings.config().get(Options.INTERVAL_MILLIS)).isEqualTo(7_000);
    }

    @Test
    void load_doesNotSearchOnAfterABadValue() {
        LoadedConfig loaded = Settings.property("fasttelemetry.interval", "10x")
                .andEnv("FASTTELEMETRY_INTERVAL", "2s")
                .load();

        assertThat(loaded.config().get(Options.INTERVAL_MILLIS)).isEqualTo(10_000);
        assertThat(loaded.problems())
                .containsExactly("fasttelemetry.interval: \"10x\" is not a duration; accepted: 250ms, 10s, 2m, or"
                        + " milliseconds; from 1ms to 1h; using 10s");
    }

    @Test
    void load_namesTheKeyThatWasUsed() {
        assertThat(Settings.env("OTEL_BSP_SCHEDULE_DELAY", "-5000").problems())
                .singleElement()
                .asString()
                .startsWith("OTEL_BSP_SCHEDULE_DELAY: \"-5000\" is not a duration;");
    }

    @Test
    void load_findsTheFileByItsAliasInTheEnvironment() throws IOException {
        Settings settings = Settings.env("OTEL_JAVAAGENT_CONFIGURATION_FILE", file("otel.service.name=shop"));

        assertThat(settings.config().get(Options.SERVICE_NAME)).isEqualTo("shop");
    }

    @Test
    void load_readsUtf8WithByteOrderMark() throws IOException {
        Settings settings = Settings.property(
                "fasttelemetry.config.file", file("\uFEFFfasttelemetry.service.name=Gr\u00fc\u00dfe\n# comment\n"));

        assertThat(settings.config().get(Options.SERVICE_NAME)).isEqualTo("Gr\u00fc\u00dfe");
    }

    @Test
    void load_goesOnWithoutAFileThatIsNone() throws IOException {
        String broken = file("fasttelemetry.scope.name=\\u12");
        String folderName = folder.toString();
        String missing = folder.resolve("missing").toString();

        assertThat(Settings.property("fasttelemetry.config.file", broken).problems())
                .singleElement()
                .asString()
                .startsWith("fasttelemetry.config.file: \"" + broken + "\" cannot be read (");
        for (String name : new String[] {folderName, missing, "/dev/zero"}) {
            assertThat(Settings.env("FASTTELEMETRY_CONFIG_FILE", name).problems())
                    .containsExactly("FASTTELEMETRY_CONFIG_FILE: \"" + name
                            + "\" is not a readable file; accepted: the path of a file; using none");
        }
    }

    @Test
    void load_refusesAHugeFile() throws IOException {
        String huge = file("#".repeat(PropertiesFile.MAX_BYTES) + "\n");

        assertThat(Settings.property("fasttelemetry.config.file", huge).problems())
                .singleElement()
                .asString()
                .contains("cannot be read (too long)");
    }

    @Test
    void load_namesTheSettingThatHeldTheSegment() {
        LoadedConfig loaded =
                Settings.env("OTEL_INSTRUMENTATION_METHODS_INCLUDE", "A[x];B[").load();

        assertThat(loaded.config().get(Options.METHODS)).hasToString("[A[x]]");
        assertThat(loaded.problems())
                .singleElement()
                .asString()
                .startsWith("OTEL_INSTRUMENTATION_METHODS_INCLUDE: line 1, column 6: \"B[\" is not a rule");
    }
}
