/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnabledTest {
    @ParameterizedTest
    @ValueSource(strings = {"true", "TrUe", " TRUE "})
    void sdkDisabled_switchesOff(String value) {
        assertThat(Settings.env("OTEL_SDK_DISABLED", value).config().get(Options.ENABLED))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "yes", "on", "truee"})
    void sdkDisabled_staysOnWithALineForAnythingElse(String value) {
        LoadedConfig loaded = Settings.env("OTEL_SDK_DISABLED", value).load();

        assertThat(loaded.config().get(Options.ENABLED)).isTrue();
        assertThat(loaded.problems())
                .containsExactly(
                        "OTEL_SDK_DISABLED: \"" + value + "\" is not a boolean; accepted: true, false; using false");
    }

    @Test
    void aliases_switchOffEachOnItsOwn() {
        assertThat(Settings.env("OTEL_JAVAAGENT_ENABLED", "false").config().get(Options.ENABLED))
                .isFalse();
        assertThat(Settings.env("OTEL_JAVAAGENT_ENABLED", "true")
                        .andEnv("OTEL_SDK_DISABLED", "true")
                        .config()
                        .get(Options.ENABLED))
                .isFalse();
        assertThat(Settings.env("OTEL_JAVAAGENT_ENABLED", "false")
                        .andEnv("OTEL_SDK_DISABLED", "false")
                        .config()
                        .get(Options.ENABLED))
                .isFalse();
        assertThat(Settings.env("OTEL_SDK_DISABLED", "false").config().get(Options.ENABLED))
                .isTrue();
    }

    @Test
    void ownKey_beatsTheAliases() {
        assertThat(Settings.env("OTEL_SDK_DISABLED", "true")
                        .andEnv("FASTTELEMETRY_ENABLED", "true")
                        .config()
                        .get(Options.ENABLED))
                .isTrue();
    }

    @Test
    void debugAlias_meansTheDebugLevel() {
        assertThat(Settings.env("OTEL_JAVAAGENT_DEBUG", "true").config().get(Options.LOG_LEVEL))
                .isEqualTo("debug");
        assertThat(Settings.env("OTEL_JAVAAGENT_DEBUG", "false").config().get(Options.LOG_LEVEL))
                .isEqualTo("warn");
    }
}
