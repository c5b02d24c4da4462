/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.config;

/** {@code Class} alone: all its methods. Takes every entry, so it comes last. */
final class WholeClassForm implements RuleForm {
    @Override
    public boolean matches(String entry) {
        return true;
    }

    @Override
    public MethodRule parse(String entry, ValueProblems problems) {
        return Names.isClassName(entry)
                ? MethodRule.allOf(entry)
                : RuleForm.rejected(problems, Quoted.of(entry) + " is not a class name");
    }
}
