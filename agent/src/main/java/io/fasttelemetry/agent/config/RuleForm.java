/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.config;

/** One way to write a rule. Stateless; any thread. */
interface RuleForm {
    /** Whether the entry has the shape of this form, right or wrong in its parts. */
    boolean matches(String entry);

    /** The rule, or null after {@link #rejected}. Only for an entry that {@link #matches}. */
    MethodRule parse(String entry, ValueProblems problems);

    /** Says why the entry is bad, and is the null that {@link #parse} then returns. */
    static MethodRule rejected(ValueProblems problems, String reason) {
        problems.reject(reason);
        return null;
    }
}
