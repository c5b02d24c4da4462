/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.config;

import java.util.List;

/** All forms a rule can have; the first whose shape fits reads it. A new form is a class and a line here. */
final class RuleSyntax {
    static final String ACCEPTED = "Class[m1,m2], Class[*], Class::m or Class";

    private static final List<RuleForm> FORMS = List.of(new BracketForm(), new DoubleColonForm(), new WholeClassForm());

    private RuleSyntax() {}

    /** The rule of one entry, or null after one line that shows the entry and its place. */
    static MethodRule parse(String entry, String where, String accepted, String settingName, List<String> problems) {
        ValueProblems found = new ValueProblems(settingName, problems);
        for (RuleForm form : FORMS) {
            if (form.matches(entry)) {
                MethodRule rule = form.parse(entry, found);
                if (rule == null) {
                    found.note(where + " " + Quoted.of(entry) + " is not a rule (" + found.detail() + "); accepted: "
                            + accepted + "; it is left out");
                }
                return rule;
            }
        }
        return null;
    }
}
