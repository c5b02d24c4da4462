/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Quotes that a shell would have taken off. */
class QuotedValueTest {
    @ParameterizedTest
    @ValueSource(strings = {"\"http://c:1\"", "'http://c:1'", " \" http://c:1 \" "})
    void quotesAroundAValue_areCutOffWithAMessage(String value) {
        LoadedConfig loaded = Settings.env("FASTTELEMETRY_ENDPOINT", value).load();

        assertThat(loaded.config().get(Options.ENDPOINT)).isEqualTo("http://c:1/v1/traces");
        assertThat(loaded.problems())
                .containsExactly(
                        "FASTTELEMETRY_ENDPOINT: the quotes around the value do not belong to it; accepted: the"
                                + " value without them; using it so");
    }

    @Test
    void quotesAroundASecret_showNothingOfIt() {
        LoadedConfig loaded =
                Settings.env("OTEL_EXPORTER_OTLP_HEADERS", "\"a=s3cret\"").load();

        assertThat(loaded.config().get(Options.HEADERS).get(0).value()).isEqualTo("s3cret");
        assertThat(loaded.problems()).singleElement().asString().doesNotContain("s3cret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"\"", "''", "\" \""})
    void emptyQuotes_areNoValue(String value) {
        assertThat(Settings.env("FASTTELEMETRY_SERVICE_NAME", value).config().get(Options.SERVICE_NAME))
                .isEqualTo("unknown_service:java");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"", "\"a\" and \"b\"", "\"a'", "a\"", "it's"})
    void otherQuotes_belongToTheValue(String value) {
        assertThat(Settings.env("FASTTELEMETRY_SERVICE_NAME", value).config().get(Options.SERVICE_NAME))
                .isEqualTo(value);
    }
}
