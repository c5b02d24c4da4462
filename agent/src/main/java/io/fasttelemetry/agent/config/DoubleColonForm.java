/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.config;

import java.util.Collections;

/** {@code Class::method}, as the JDK's own method tracing writes it. */
final class DoubleColonForm implements RuleForm {
    @Override
    public boolean matches(String entry) {
        return entry.contains("::");
    }

    @Override
    public MethodRule parse(String entry, ValueProblems problems) {
        int colons = entry.indexOf("::");
        String className = entry.substring(0, colons).trim();
        if (!Names.isClassName(className)) {
            return RuleForm.rejected(problems, Quoted.of(className) + " is not a class name");
        }
        String method = entry.substring(colons + 2).trim();
        if (!Names.isMethodName(method)) {
            return RuleForm.rejected(problems, Quoted.of(method) + " is not a method name");
        }
        return MethodRule.of(className, Collections.singleton(method));
    }
}
