/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClassExcludesTest {
    private static final String NAME = "fasttelemetry.methods.exclude";

    private static ClassExcludes good(String text) {
        List<String> problems = new ArrayList<>();
        ClassExcludes excludes = ClassExcludes.parse(text, NAME, problems);
        assertThat(problems).isEmpty();
        return excludes;
    }

    @Test
    void excludes_classesByNameAndByPrefix() {
        ClassExcludes excludes = good(" com.acme.Cart , com.acme.gen.*;Main;com.acme.Pr* ");

        assertThat(excludes.excludes("com.acme.Cart")).isTrue();
        assertThat(excludes.excludes("com.acme.Cart$Item")).isFalse();
        assertThat(excludes.excludes("com.acme.gen.A")).isTrue();
        assertThat(excludes.excludes("com.acme.gen.deep.A")).isTrue();
        assertThat(excludes.excludes("com.acme.generated.A")).isFalse();
        assertThat(excludes.excludes("com.acme.gen")).isFalse();
        assertThat(excludes.excludes("com.acme.Price")).isTrue();
        assertThat(excludes.excludes("Main")).isTrue();
        assertThat(excludes.excludes("com.acme.Cart", "any")).isTrue();
        assertThat(excludes.excludes("com.acme.gen.A", "any")).isTrue();
        assertThat(excludes.excludes("com.acme.Other", "any")).isFalse();
    }

    @Test
    void excludes_singleMethods() {
        ClassExcludes excludes = good("com.acme.Cart[a,b],com.acme.Cart::c;com.acme.All[*]");

        assertThat(excludes.excludes("com.acme.Cart")).isFalse();
        assertThat(excludes.excludes("com.acme.Cart", "a")).isTrue();
        assertThat(excludes.excludes("com.acme.Cart", "b")).isTrue();
        assertThat(excludes.excludes("com.acme.Cart", "c")).isTrue();
        assertThat(excludes.excludes("com.acme.Cart", "d")).isFalse();
        assertThat(excludes.excludes("com.acme.All")).isTrue();
    }

    @Test
    void excludes_nothingIfThereIsNothing() {
        assertThat(good(null).excludes("A")).isFalse();
        assertThat(good(" , ; ").excludes("A", "m")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "com..x.*", "!com.acme.Cart", "com.acme.Cart[", "a#", ".*", "com.acme.Cart[x*]"})
    void parse_leavesOutABadEntryAlone(String entry) {
        List<String> problems = new ArrayList<>();
        ClassExcludes excludes = ClassExcludes.parse("A," + entry, NAME, problems);

        assertThat(excludes.excludes("A")).isTrue();
        assertThat(excludes.excludes("com.acme.Cart", "x")).isFalse();
        assertThat(problems).hasSize(1);
        assertThat(problems.get(0))
                .startsWith(NAME + ": line 1, column ")
                .contains(": \"" + entry + "\" is not a rule (")
                .endsWith("; it is left out");
    }

    @Test
    void patterns_areThoseThatNeedMoreThanNames() {
        ClassExcludes excludes = good("com.*.Cart,a#b,A[x],@com.acme.Skip");

        assertThat(excludes.excludes("A", "x")).isTrue();
        assertThat(excludes.patterns()).hasToString("[!com.*.Cart, !a#b, !@com.acme.Skip]");
    }
}
