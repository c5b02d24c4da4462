/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AgentArgumentsTest {
    @Test
    void parse_takesPairsWithEitherSeparatorAndEitherKey() {
        AgentConfig config = Settings.arguments(
                        " interval=5s ;fasttelemetry.timeout=1s, otel.service.name = shop ,scope.name=a=b;")
                .config();

        assertThat(config.get(Options.INTERVAL_MILLIS)).isEqualTo(5_000);
        assertThat(config.get(Options.TIMEOUT_MILLIS)).isEqualTo(1_000);
        assertThat(config.get(Options.SERVICE_NAME)).isEqualTo("shop");
        assertThat(config.get(Options.SCOPE_NAME)).isEqualTo("a=b");
    }

    @Test
    void parse_keepsSeparatorsOfRules() {
        AgentConfig config = Settings.arguments("methods=com.acme.Cart[a,b];com.acme.Other[*],service.name=x")
                .config();

        assertThat(config.get(Options.METHODS)).hasToString("[com.acme.Cart[a,b], com.acme.Other[*]]");
        assertThat(config.get(Options.SERVICE_NAME)).isEqualTo("x");
    }

    @Test
    void parse_findsNoPairInsideBrackets() {
        AgentConfig config =
                Settings.arguments("service.name=a[b,interval=1s],scope.name=x").config();

        assertThat(config.get(Options.SERVICE_NAME)).isEqualTo("a[b,interval=1s]");
        assertThat(config.get(Options.SCOPE_NAME)).isEqualTo("x");
    }

    @Test
    void parse_ignoresBracketsThatDoNotMatch() {
        LoadedConfig loaded =
                Settings.arguments("methods=com.acme.Cart[a,service.name=x").load();

        assertThat(loaded.config().get(Options.SERVICE_NAME)).isEqualTo("x");
        assertThat(loaded.problems()).singleElement().asString().contains("\"com.acme.Cart[a\"");
    }

    @Test
    void parse_keepsListsOfPairsTogether() {
        AgentConfig config = Settings.arguments("headers=a=1,b=2;resource.attributes=c=3,d=4")
                .config();

        assertThat(config.get(Options.HEADERS)).hasSize(2);
        assertThat(config.get(Options.RESOURCE_ATTRIBUTES)).hasToString("{c=3, d=4}");
    }

    @Test
    void parse_takesTheLastOfEqualKeys() {
        assertThat(Settings.arguments("interval=1s,fasttelemetry.interval=2s")
                        .config()
                        .get(Options.INTERVAL_MILLIS))
                .isEqualTo(2_000);
    }

    @Test
    void parse_takesNothingFromNothing() {
        for (String none : new String[] {null, "", "  ", ",;"}) {
            assertThat(Settings.arguments(none).config())
                    .hasToString(Settings.none().config().toString());
        }
    }

    @Test
    void parse_reportsAKeyThatIsNone() {
        assertThat(Settings.arguments("intervall=5s,timeout=1s").problems())
                .containsExactly("unknown setting \"fasttelemetry.intervall\"; the nearest known one is"
                        + " fasttelemetry.interval; it is ignored");
        assertThat(Settings.arguments("timeout=1s,fasttelemetry.intervall=5s").problems())
                .containsExactly("unknown setting \"fasttelemetry.intervall\"; the nearest known one is"
                        + " fasttelemetry.interval; it is ignored");
    }

    @Test
    void parse_reportsOtherTextByItsPlace() {
        LoadedConfig loaded = Settings.arguments("s3cret stuff,timeout=1s").load();

        assertThat(loaded.config().get(Options.TIMEOUT_MILLIS)).isEqualTo(1_000);
        assertThat(loaded.problems())
                .containsExactly("agent arguments: the text at character 1 is not key=value; accepted:"
                        + " key=value,key=value; it is ignored");
        assertThat(Settings.arguments("=x").problems()).hasSize(1);
        assertThat(Settings.arguments("a b=x").problems()).hasSize(1);
    }

    @Test
    void parse_reportsABadValueByItsFullKey() {
        assertThat(Settings.arguments("interval=10x").problems())
                .singleElement()
                .asString()
                .startsWith("fasttelemetry.interval: \"10x\" is not a duration;");
    }
}
