/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OptionsParserTest {
    private final List<String> problems = new ArrayList<>();

    private MethodRules parse(String options) {
        return MethodRules.parse("A[x]" + options + ";B[y]", "rules", problems);
    }

    @Test
    void parse_readsNameKindAndAttributes() {
        SpanOptions options = parse("{ name=\"a, \\\"b\\\"; c}\" ,kind=Server, attr.team=pay ments , attr.k.v=\"1\"}")
                .rules()
                .get(1)
                .options();

        assertThat(problems).isEmpty();
        assertThat(options.name()).isEqualTo("a, \"b\"; c}");
        assertThat(options.kind()).isEqualTo(2);
        assertThat(options.attributes()).containsExactly("team", "pay ments", "k.v", "1");
    }

    /** The option, its column, and what the message says; the rule stands without it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "kind=clint              | 11 | option \"kind\" is left out (expected internal, server, client",
                "nmae=x | 6 | option \"nmae\" is left out (expected name, kind, min, ratio, rate, attr.NAME; nearest",
                "name=                   | 11 | option \"name\" is left out (expected a value",
                "name=add ${0.sku}       | 11 | values from the call, such as ${0.sku}, are not supported yet in a",
                "attr.a=add ${0.get(\"x\")} | 13 | more than one value is not supported yet; expected ${0.get(\"x\")}",
                "attr.a=${0}${1}         | 13 | more than one value is not supported yet; expected ${0} alone",
                "attr.sku=${0.}          | 19 | expected the name of a field, property or method",
                "error=ignore:a.B        | 6  | option \"error\" is left out (it is not supported yet",
            })
    void parse_leavesOutABadOption(String option, int column, String message) {
        MethodRules rules = parse("{" + option + "}");

        assertThat(rules).hasToString("[A[x], B[y]]");
        assertThat(problems)
                .singleElement()
                .asString()
                .startsWith("rules: line 1, column " + column + ": option ")
                .contains(message)
                .endsWith("; the rule stands without it");
    }

    @Test
    void parse_readsValuesOfTheCall() {
        MethodRules rules =
                parse("{attr.a=x, attr.a=${0.get(\"x-user\")}, attr.b=\"${return}\", attr.c=${0}, attr.c=y}");
        SpanOptions options = rules.rules().get(1).options();

        assertThat(problems).isEmpty();
        assertThat(options.captured()).extracting(CapturedAttribute::key).containsExactly("a", "b");
        assertThat(options.captured().get(0).expression()).hasToString("${0.get(\"x-user\")}");
        assertThat(options.attributes()).containsExactly("c", "y");
        assertThat(MethodRules.parse(rules.text(), "again", problems)).hasToString(rules.toString());
    }

    @Test
    void parse_takesAsManyValuesAsASpanHas() {
        StringBuilder text = new StringBuilder("{");
        for (int i = 0; i < 17; i++) {
            text.append("attr.a").append(i).append("=${0}, ");
        }

        SpanOptions options =
                parse(text.append("kind=client}").toString()).rules().get(1).options();

        assertThat(options.captured()).hasSize(16);
        assertThat(problems).singleElement().asString().contains("option \"attr.a16\"", "at most 16 values");
    }

    /** Without these options there would be more spans than the user asked for. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "root=never | the option root is not supported yet",
                "min=5      | expected a duration: 500us, 5ms, 2s, 1m, up to an hour",
                "min=ms     | expected a duration",
                "min=-1ms   | expected a duration",
                "min=61m    | expected a duration",
                "min=99999999999ms | expected a duration",
                "ratio=1.1  | expected a number from 0 to 1",
                "ratio=-0.1 | expected a number from 0 to 1",
                "ratio=.    | expected a number from 0 to 1",
                "ratio=NaN  | expected a number from 0 to 1",
                "rate=100   | expected a number of spans per second, such as 100/s",
                "rate=0/s   | expected a number of spans per second",
                "rate=/s    | expected a number of spans per second",
                "rate=5/m   | expected a number of spans per second",
            })
    void parse_leavesOutTheRuleIfItsVolumeCannotBeLimited(String option, String message) {
        assertThat(parse("{" + option + "}")).hasToString("[B[y]]");
        assertThat(problems)
                .singleElement()
                .asString()
                .contains(message, "without it there would be more spans", "it is left out");
    }

    @Test
    void parse_readsLimits() {
        SpanLimits limits = parse("{min=500us, ratio=0.25, rate=100/s}")
                .rules()
                .get(1)
                .options()
                .limits();

        assertThat(problems).isEmpty();
        assertThat(limits.minNanos()).isEqualTo(500_000);
        assertThat(limits.ratio()).isEqualTo(0.25);
        assertThat(limits.perSecond()).isEqualTo(100);
        assertThat(limits).hasToString("min=500us, ratio=0.25, rate=100/s");
    }

    @ParameterizedTest
    @CsvSource({"0ms,0", "5ms,5000000", "2s,2000000000", "60m,3600000000000"})
    void parse_readsDurations(String text, long nanos) {
        assertThat(SpanLimits.NONE.with("min", text).minNanos()).isEqualTo(nanos);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{name=x        | expected } at the end",
                "{name=\"x}     | expected \" after the value",
                "{name}         | expected = after",
                "{name=x}y      | expected the end of the entry",
                "{name=\"x\" y} | expected , or } after an option",
            })
    void parse_leavesOutARuleWhoseBracesDoNotMatch(String options, String message) {
        assertThat(parse(options)).hasToString("[B[y]]");
        assertThat(problems).singleElement().asString().contains(message, "it is left out");
    }
}
