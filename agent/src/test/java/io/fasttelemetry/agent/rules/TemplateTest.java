/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.rules;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TemplateTest {
    @Test
    void parse_separatesLiteralsAndExpressions() {
        Template template = Template.parse("add ${0.sku} for $5 by ${this.x.y}!");

        assertThat(template.problem()).isNull();
        assertThat(template.parts()).hasToString("[add , ${0.sku},  for $5 by , ${this.x.y}, !]");
        assertThat(template.parts())
                .extracting(Template.Part::isLiteral)
                .containsExactly(true, false, true, false, true);
        Template.Part sku = template.parts().get(1);
        assertThat(sku.text()).isEqualTo("0");
        assertThat(sku.steps()).singleElement().satisfies(step -> {
            assertThat(step.name()).isEqualTo("sku");
            assertThat(step.arguments()).isNull();
        });
    }

    @Test
    void parse_readsRootsAndCalls() {
        assertThat(Template.parse("${return.total}${thrown}${item}").parts())
                .extracting(Template.Part::text)
                .containsExactly("return", "thrown", "item");
        Template.Step call = Template.parse("${0.getHeader(\"x-user\", \"a\\\"}b\")}")
                .parts()
                .get(0)
                .steps()
                .get(0);
        assertThat(call.name()).isEqualTo("getHeader");
        assertThat(call.arguments()).containsExactly("x-user", "a\"}b");
        assertThat(Template.parse("${this.size()}")
                        .parts()
                        .get(0)
                        .steps()
                        .get(0)
                        .arguments())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a ${           | 4 | expected a parameter's index or name, this, return or thrown",
                "${}            | 2 | expected a parameter's index or name, this, return or thrown",
                "${0            | 3 | expected . or }",
                "${0.}          | 4 | expected the name of a field, property or method",
                "${0.1}         | 4 | expected the name of a field, property or method",
                "${1234}        | 2 | expected a parameter's index or name, this, return or thrown",
                "${0.get(x)}    | 8 | expected a text in quotes or )",
                "${0.get('\"x\"'} | 11 | expected , or )",
            })
    void parse_saysWhereAndWhatWasExpected(String text, int at, String expected) {
        Template template = Template.parse(text.replace("'", ""));

        assertThat(template.problem()).isEqualTo(expected);
        assertThat(template.problemAt()).isEqualTo(at);
        assertThat(template.parts()).isEmpty();
    }
}
