/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeadersTest {
    private static final String NAME = "OTEL_EXPORTER_OTLP_HEADERS";

    private static List<String> pairs(AgentConfig config) {
        return config.get(Options.HEADERS).stream()
                .map(h -> h.name() + "|" + h.value())
                .toList();
    }

    private static List<String> pairs(String value) {
        return pairs(Settings.env(NAME, value).config());
    }

    @Test
    void value_isPercentDecodedAndNothingElse() {
        assertThat(pairs("authorization=Basic YWJj+ZGVm/w==")).containsExactly("authorization|Basic YWJj+ZGVm/w==");
        assertThat(pairs("a=x%2Cy%3dz,b=%25%20+")).containsExactly("a|x,y=z", "b|% +");
        assertThat(pairs("a=Gr%C3%BC%C3%9Fe%F0%9F%98%80")).containsExactly("a|Gr\u00fc\u00dfe\uD83D\uDE00");
        assertThat(pairs("a=\u00fc%2c")).containsExactly("a|\u00fc,");
    }

    @Test
    void pairs_areTrimmedAndSplitAtTheFirstEqualsSign() {
        assertThat(pairs(" a = b = c ,\tX-Tenant=1 ,, d= ,")).containsExactly("a|b = c", "X-Tenant|1", "d|");
        assertThat(pairs("a=b;prop=c")).containsExactly("a|b;prop=c");
    }

    @Test
    void signalSpecific_replacesGeneric() {
        AgentConfig config = Settings.env("OTEL_EXPORTER_OTLP_TRACES_HEADERS", "a=1")
                .andEnv(NAME, "b=2")
                .config();

        assertThat(pairs(config)).containsExactly("a|1");
    }

    @Test
    void repeatedName_takesTheLaterValue() {
        LoadedConfig loaded = Settings.env(NAME, "a=s3cret1,b=2,A=s3cret2").load();

        assertThat(pairs(loaded.config())).containsExactly("A|s3cret2", "b|2");
        assertThat(loaded.problems())
                .containsExactly(NAME + ": pair 3 (A) repeats an earlier name; the later value is used");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "s3cret                | has no \"=\"",
                "=s3cret               | has no legal header name",
                "s3 cret=x             | has no legal header name",
                "Bearer s3cret==       | has no legal header name",
                "x:=s3cret             | has no legal header name",
                "x%20=s3cret           | ''",
                "x\u00e9=s3cret        | has no legal header name",
                "x=s3cret%0d%0aevil    | (x) has a control character",
                "x=s3cret%00           | (x) has a control character",
                "x=s3cret%7F           | (x) has a control character",
                "x=s3cret%             | (x) has a \"%\"",
                "x=s3cret%4            | (x) has a \"%\"",
                "x=s3cret%zz           | (x) has a \"%\"",
                "x=s3cret%FF           | (x) has a \"%\"",
                "Content-Type=s3cret   | (Content-Type) is set by the agent",
                "content-encoding=s3cret  | (content-encoding) is set by the agent",
                "CONTENT-LENGTH=s3cret | (CONTENT-LENGTH) is set by the agent",
                "host=s3cret           | (host) is set by the agent",
                "Transfer-Encoding=s3cret | (Transfer-Encoding) is set by the agent",
            })
    void badPair_isLeftOutAndNeverShown(String pair, String reason) {
        LoadedConfig loaded = Settings.env(NAME, "a=1," + pair + ",b=2").load();

        if (reason.isEmpty()) {
            // A percent sign is a legal character of a name, which is not decoded.
            assertThat(pairs(loaded.config())).containsExactly("a|1", "x%20|s3cret", "b|2");
            return;
        }
        assertThat(pairs(loaded.config())).containsExactly("a|1", "b|2");
        assertThat(loaded.problems()).hasSize(1);
        assertThat(loaded.problems().get(0))
                .startsWith(NAME + ": pair 2 ")
                .contains(reason)
                .contains("; accepted: ")
                .endsWith("; this pair is left out")
                .doesNotContain("s3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"authorization=Bearer s3cret", "s3cret", "a=s3cret%", "s3cret=\u0001"})
    void secret_isInNoLineAndNoText(String value) {
        LoadedConfig loaded = Settings.env(NAME, value)
                .andProperty("fasttelemetry.interval", "x")
                .load();

        assertThat(loaded.problems().toString()).doesNotContain("Bearer").doesNotContain("\"s3cret");
        assertThat(loaded.config().toString()).doesNotContain("Bearer");
        assertThat(loaded.config().get(Options.HEADERS).toString()).doesNotContain("Bearer");
    }
}
