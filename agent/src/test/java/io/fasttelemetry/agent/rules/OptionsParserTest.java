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
                "nmae=x | 6 | option \"nmae\" is left out (expected name, kind, attr.NAME; nearest",
                "name=                   | 11 | option \"name\" is left out (expected a value",
                "name=add ${0.sku}       | 11 | values from the call, such as ${0.sku}, are not supported yet",
                "attr.user=${0.get(\"x\")} | 16 | values from the call, such as ${0.get(\"x\")}, are not supported yet",
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

    /** Without these options there would be more spans than the user asked for. */
    @ParameterizedTest
    @CsvSource({"min=5ms", "rate=100/s", "ratio=0.1", "root=never"})
    void parse_leavesOutTheRuleIfItsVolumeCannotBeLimited(String option) {
        assertThat(parse("{" + option + "}")).hasToString("[B[y]]");
        assertThat(problems).singleElement().asString().contains("is not supported yet", "it is left out");
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
