/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.rules;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuotedTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Authorization=Bearer s3cret",
                "authorization: BASIC s3cret",
                "x-api-key=s3cret",
                "http://user:s3cret@receiver:4318/x",
                "http://receiver:4318/x?token=s3cret",
                "password=s3cret",
                "-----BEGIN PRIVATE KEY-----s3cret"
            })
    void of_showsNoSecretThatWasPastedInTheWrongPlace(String text) {
        assertThat(Quoted.of(text)).isEqualTo("\"***\"");
    }

    @Test
    void of_showsWhatOnlySoundsLikeASecret() {
        assertThat(Quoted.of("com.acme.TokenService[getPassword")).isEqualTo("\"com.acme.TokenService[getPassword\"");
        assertThat(Quoted.of("http://***@receiver:4318?***")).isEqualTo("\"http://***@receiver:4318?***\"");
    }

    @Test
    void of_cutsLongTextAndReplacesControlCharacters() {
        assertThat(Quoted.of("a\u001b[2J\n" + "x".repeat(500)))
                .startsWith("\"a?[2J?xxx")
                .endsWith("x...\"")
                .hasSize(Quoted.MAX_CHARS + 5);
    }
}
