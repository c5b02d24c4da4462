/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import io.fasttelemetry.agent.rules.MethodRule;
import io.fasttelemetry.agent.rules.MethodRules;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class MatchReportTest {
    private static MatchReport report(String rules, int maxMethods) {
        List<String> problems = new ArrayList<>();
        MatchReport report =
                new MatchReport(MethodRules.parse(rules, "rules", problems).rules(), maxMethods);
        assertThat(problems).isEmpty();
        return report;
    }

    private static List<String> unmatched(MatchReport report) {
        return new MatchMessages(report).unmatched(List.of());
    }

    @Test
    void admits_countsEachMethodOnce() {
        MatchReport report = report("com.acme.*", 10);
        MethodRule rule = report.rules().get(0);

        for (int i = 0; i < 3; i++) {
            assertThat(report.admits(rule, "com.acme.A", "x()V")).isTrue();
            assertThat(report.admits(rule, "com.acme.A", "x(I)V")).isTrue();
            assertThat(report.admits(rule, "com.acme.B", "x()V")).isTrue();
        }

        assertThat(new MatchMessages(report).matched())
                .containsExactly("rule com.acme.* matched 3 methods of 2 classes");
        assertThat(unmatched(report)).isEmpty();
    }

    @Test
    void admits_stopsAtTheMaxAndKeepsWhatItAdmitted() {
        MatchReport report = report("com.acme.*", 2);
        MethodRule rule = report.rules().get(0);

        assertThat(report.admits(rule, "com.acme.A", "x()V")).isTrue();
        assertThat(report.admits(rule, "com.acme.A", "y()V")).isTrue();
        assertThat(report.admits(rule, "com.acme.A", "z()V")).isFalse();
        assertThat(report.admits(rule, "com.acme.A", "x()V")).isTrue();
        assertThat(report.methodCount(rule)).isEqualTo(2);
    }

    @Test
    void unmatched_namesTheNearestMethod() {
        MatchReport report = report("com.acme.Cart[add,chekout,zzz]", 10);
        MethodRule rule = report.rules().get(0);
        report.admits(rule, "com.acme.Cart", "add()V");
        report.saw("com.acme.Cart", new MethodRule[] {rule}, List.of("add", "checkout", "<init>"));

        assertThat(unmatched(report))
                .containsExactly(
                        "rule " + rule + ": no method of com.acme.Cart is called chekout; did you mean checkout?",
                        "rule " + rule + ": no method of com.acme.Cart is called zzz");
    }

    @Test
    void unmatched_methodOfASubclassIsNoneMissing() {
        MatchReport report = report("com.acme.Base[run]", 10);
        MethodRule rule = report.rules().get(0);
        report.saw("com.acme.Base", new MethodRule[] {rule}, List.of("rum"));
        assertThat(unmatched(report)).hasSize(1);

        report.admits(rule, "com.acme.Sub", "run()V");

        assertThat(unmatched(report)).isEmpty();
    }

    @Test
    void unmatched_isBounded() {
        StringBuilder rules = new StringBuilder();
        for (int i = 0; i < 5_000; i++) {
            rules.append("com.acme.C").append(i).append("[x];");
        }
        rules.append("!com.acme.Skip");

        assertThat(unmatched(report(rules.toString(), 10)))
                .hasSize(MatchMessages.MAX_MESSAGES + 1)
                .endsWith("no more messages about rules");
    }
}
