/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.config;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** {@code Class[m1,m2]} and {@code Class[*]}, as the OpenTelemetry agent and others write it. */
final class BracketForm implements RuleForm {
    @Override
    public boolean matches(String entry) {
        return entry.indexOf('[') >= 0 || entry.indexOf(']') >= 0;
    }

    @Override
    public MethodRule parse(String entry, ValueProblems problems) {
        int open = entry.indexOf('[');
        int close = entry.indexOf(']');
        if (open < 0 || close != entry.length() - 1 || entry.lastIndexOf('[') != open) {
            return RuleForm.rejected(problems, "the brackets do not match");
        }
        String className = entry.substring(0, open).trim();
        if (!Names.isClassName(className)) {
            return RuleForm.rejected(problems, Quoted.of(className) + " is not a class name");
        }
        Set<String> names = new LinkedHashSet<>();
        boolean all = false;
        List<String> pieces = Pairs.split(entry.substring(open + 1, close));
        for (String piece : pieces) {
            if (piece.equals("*")) {
                all = true;
            } else if (Names.isMethodName(piece)) {
                names.add(piece);
            } else if (!piece.isEmpty()) {
                return RuleForm.rejected(problems, Quoted.of(piece) + " is not a method name");
            }
        }
        if (all) {
            return MethodRule.allOf(className);
        }
        return names.isEmpty() ? RuleForm.rejected(problems, "it names no method") : MethodRule.of(className, names);
    }
}
