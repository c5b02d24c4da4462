/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A definition is all that a new setting takes: here is one that the agent does not know. */
class NewOptionTest {
    private static final ConfigOption<Long> LOG_PAUSE_MILLIS = ConfigOption.of(
            "fasttelemetry.log.pause",
            QuantityParser.duration(0, 60_000),
            "1s",
            "The shortest time between two equal log messages.",
            "otel.log.pause");

    private static LoadedConfig load(Settings settings) {
        List<ConfigOption<?>> options = new ArrayList<>(Options.all());
        options.add(LOG_PAUSE_MILLIS);
        return settings.load(options);
    }

    private static void assertRead(Settings settings, long millis) {
        LoadedConfig loaded = load(settings);
        assertThat(loaded.problems()).isEmpty();
        assertThat(loaded.config().get(LOG_PAUSE_MILLIS)).isEqualTo(millis);
    }

    @Test
    void load_readsItFromEverySourceAndUnderEveryName(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("agent.properties"), "fasttelemetry.log.pause=2s\n");

        assertRead(Settings.none(), 1_000);
        assertRead(Settings.property("fasttelemetry.config.file", file.toString()), 2_000);
        assertRead(Settings.env("FASTTELEMETRY_LOG_PAUSE", "3s"), 3_000);
        assertRead(Settings.property("fasttelemetry.log.pause", "4s"), 4_000);
        assertRead(Settings.arguments("timeout=1s,log.pause=5s"), 5_000);
        assertRead(Settings.env("OTEL_LOG_PAUSE", "6s"), 6_000);
    }

    @Test
    void load_reportsABadValueAndUsesTheDefault() {
        LoadedConfig loaded = load(Settings.env("FASTTELEMETRY_LOG_PAUSE", "2 days"));

        assertThat(loaded.config().get(LOG_PAUSE_MILLIS)).isEqualTo(1_000);
        assertThat(loaded.problems())
                .containsExactly("FASTTELEMETRY_LOG_PAUSE: \"2 days\" is not a duration; accepted: 250ms, 10s, 2m, or"
                        + " milliseconds; from 0 to 1m; using 1s");
    }

    @Test
    void load_knowsItsKey() {
        assertThat(load(Settings.property("fasttelemetry.log.paus", "1s")).problems())
                .containsExactly("unknown setting \"fasttelemetry.log.paus\"; the nearest known one is"
                        + " fasttelemetry.log.pause; it is ignored");
        assertThat(Settings.property("fasttelemetry.log.pause", "1s").problems())
                .hasSize(1);
    }

    @Test
    void toString_showsIt() {
        assertThat(load(Settings.arguments("log.pause=30s")).config().toString())
                .endsWith(", log.pause=30s}");
    }
}
