/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
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
    void parse_reportsAMisspeltKeyBehindRules() {
        for (String misspelt : new String[] {"endpont=http://c:1", "nonsense=1", "Interval=5s"}) {
            LoadedConfig loaded = Settings.arguments("methods=com.acme.Cart[a];com.acme.Other," + misspelt)
                    .load();

            assertThat(loaded.config().get(Options.METHODS)).hasToString("[com.acme.Cart[a], com.acme.Other]");
            assertThat(loaded.problems())
                    .singleElement()
                    .asString()
                    .startsWith("unknown setting \"fasttelemetry." + misspelt.substring(0, misspelt.indexOf('=')))
                    .doesNotContain("http");
        }
    }

    @Test
    void parse_reportsAMisspeltKeyBehindOtherValues() {
        assertThat(Settings.arguments("interval=5s,nonsense=1").problems())
                .singleElement()
                .asString()
                .startsWith("unknown setting \"fasttelemetry.nonsense\"");
        for (String before : new String[] {"service.name=a", "endpoint=http://c/?a=1,b=2", "log.file=/var/x"}) {
            assertThat(Settings.arguments(before + ",metods=com.acme.Cart").problems())
                    .singleElement()
                    .asString()
                    .startsWith("unknown setting \"fasttelemetry.metods\"; the nearest known one is"
                            + " fasttelemetry.methods;");
        }
    }

    /** The bytes that splitting copies do not depend on the machine's load. */
    @Test
    void parse_ofManyRulesIsLinear() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long[] bytes = new long[2];
        for (int run = 0; run < bytes.length; run++) {
            String text = "methods=" + "com.acme.Cart::method;".repeat(run == 0 ? 1_000 : 10_000) + "interval=1s";
            List<String> problems = new ArrayList<>();
            long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
            SettingSource parsed = AgentArguments.parse(text, Options.all(), problems);
            bytes[run] = threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
            assertThat(parsed.value("fasttelemetry.interval")).isEqualTo("1s");
        }

        assertThat(bytes[1]).isLessThan(30 * bytes[0]);
    }

    @Test
    void parse_leavesValuesWithEqualsSignsWhole() {
        AgentConfig config = Settings.arguments("service.name=a,b=c;endpoint=http://c/?x=1;y=2,z=3"
                        + ",headers=endpont=1,metods=2,resource.attributes=intervall=3,servce.name=4")
                .config();

        assertThat(config.get(Options.SERVICE_NAME)).isEqualTo("a,b=c");
        assertThat(config.get(Options.ENDPOINT)).isEqualTo("http://c/v1/traces?x=1;y=2,z=3");
        assertThat(config.get(Options.HEADERS)).hasSize(2);
        assertThat(config.get(Options.RESOURCE_ATTRIBUTES)).hasSize(2);
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
