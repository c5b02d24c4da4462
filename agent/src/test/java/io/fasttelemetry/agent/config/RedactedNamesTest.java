/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactedNamesTest {
    private static RedactedNames names(String text) {
        return TestConfig.of("redact", text).get(Options.REDACT);
    }

    @ParameterizedTest
    @CsvSource({
        "key, key, true",
        "key, KEY, true",
        "KEY, key, true",
        "key, keys, false",
        "key*, keys, true",
        "*key, my.key, true",
        "*key, keys, false",
        "*key*, my.keys, true",
        "a*b*c, a-b-b-c, true",
        "a*b*c, a-c-b, false",
        "a**c, ac, true",
        "*, anything, true",
        "*ab, aab, true",
        "*aab, aaab, true"
    })
    void masks_takesStarsForAnyCharacters(String pattern, String key, boolean masked) {
        assertThat(names(pattern).masks(key)).isEqualTo(masked);
        assertThat(names("other, " + pattern + " ,").masks(key)).isEqualTo(masked);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "user.password",
                "PASSWD",
                "client_secret",
                "http.request.header.authorization",
                "accessToken",
                "aws.credentials",
                "apiKey",
                "x-api-key",
                "api_key"
            })
    void masks_byDefaultHidesWhatIsUsuallySecret(String key) {
        assertThat(TestConfig.of().get(Options.REDACT).masks(key)).isTrue();
        assertThat(names("none").masks(key)).isFalse();
        assertThat(names("mine").masks(key)).isFalse();
    }

    @Test
    void masks_byDefaultShowsWhatIsNot() {
        RedactedNames names = TestConfig.of().get(Options.REDACT);

        assertThat(names.masks("order.id")).isFalse();
        assertThat(names.masks("capital.keyboards")).isFalse();
        assertThat(names.masks("")).isFalse();
    }
}
