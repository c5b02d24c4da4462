/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnknownKeysTest {
    @Test
    void report_namesTheNearestKnownOneAsTheSourceSpellsIt(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("x.properties"), "fasttelemetry.endpont=s3cret\n");
        LoadedConfig loaded = Settings.property("fasttelemetry.max.batchsize", "s3cret")
                .andProperty("FastTelemetry.Interval", "s3cret")
                .andEnv("FASTTELEMETRY_SERVICENAME", "s3cret")
                .andProperty("fasttelemetry.config.file", file.toString())
                .load();

        assertThat(loaded.problems())
                .containsExactlyInAnyOrder(
                        "unknown setting \"fasttelemetry.max.batchsize\"; the nearest known one is"
                                + " fasttelemetry.max.batch.size; it is ignored",
                        "unknown setting \"FastTelemetry.Interval\"; the nearest known one is fasttelemetry.interval;"
                                + " it is ignored",
                        "unknown setting \"FASTTELEMETRY_SERVICENAME\"; the nearest known one is"
                                + " FASTTELEMETRY_SERVICE_NAME; it is ignored",
                        "unknown setting \"fasttelemetry.endpont\"; the nearest known one is fasttelemetry.endpoint;"
                                + " it is ignored");
    }

    @Test
    void report_saysEachNameOnce() {
        assertThat(Settings.property("fasttelemetry.foo", "1")
                        .andArguments("fasttelemetry.foo=2")
                        .problems())
                .hasSize(1);
    }

    @Test
    void report_leavesOtherPrefixesAlone() {
        assertThat(Settings.property("otel.foo", "1")
                        .andEnv("OTEL_FOO", "1")
                        .andProperty("fasttelemetryx", "1")
                        .problems())
                .isEmpty();
    }

    @Test
    void distance_countsEdits() {
        assertThat(UnknownKeys.distance("", "abc")).isEqualTo(3);
        assertThat(UnknownKeys.distance("abc", "")).isEqualTo(3);
        assertThat(UnknownKeys.distance("kitten", "sitting")).isEqualTo(3);
        assertThat(UnknownKeys.distance("same", "same")).isZero();
        assertThat(UnknownKeys.nearest("b", Set.of("c", "a"))).isEqualTo("a");
    }
}
