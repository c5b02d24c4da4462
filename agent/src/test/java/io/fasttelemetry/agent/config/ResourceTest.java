/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResourceTest {
    private static final String NAME = "OTEL_RESOURCE_ATTRIBUTES";

    @Test
    void attributes_areDecodedInOrder() {
        AgentConfig config = Settings.env(NAME, "z=1, a = x%2Cy%3Dz ,k%20y=+,e=,,z=2,u=Gr%C3%BC%C3%9Fe")
                .config();

        assertThat(config.get(Options.RESOURCE_ATTRIBUTES).toString())
                .isEqualTo("{z=2, a=x,y=z, k y=+, e=, u=Gr\u00fc\u00dfe}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a=1,novalue    | pair 2 has no \"=\"",
                "a=1,=x         | pair 2 has no key",
                "a=1,b=%zz      | pair 2 has a bad \"%\" escape",
                "a=1,b=%FF      | pair 2 has a bad \"%\" escape",
            })
    void malformed_isDiscardedWholeWithOneLine(String value, String reason) {
        LoadedConfig loaded = Settings.env(NAME, value).load();

        assertThat(loaded.config().get(Options.RESOURCE_ATTRIBUTES)).isEmpty();
        assertThat(loaded.problems())
                .containsExactly(NAME + ": \"" + value + "\" is not a list of attributes (" + reason
                        + "); accepted: key=value,key=value; both are percent-decoded; using none");
    }

    @Test
    void serviceName_isTheSettingThenTheAttributeThenUnknown() {
        Settings settings = Settings.env(NAME, "service.name=from-resource,a=1");
        assertThat(settings.config().get(Options.SERVICE_NAME)).isEqualTo("from-resource");
        assertThat(settings.config().get(Options.RESOURCE_ATTRIBUTES)).hasToString("{a=1}");

        settings.andEnv("OTEL_SERVICE_NAME", "from-alias");
        assertThat(settings.config().get(Options.SERVICE_NAME)).isEqualTo("from-alias");
        assertThat(settings.config().get(Options.RESOURCE_ATTRIBUTES)).hasToString("{a=1}");

        settings.andEnv("FASTTELEMETRY_SERVICE_NAME", "from-key");
        assertThat(settings.config().get(Options.SERVICE_NAME)).isEqualTo("from-key");

        assertThat(Settings.env(NAME, "service.name=").config().get(Options.SERVICE_NAME))
                .isEqualTo("unknown_service:java");
    }
}
