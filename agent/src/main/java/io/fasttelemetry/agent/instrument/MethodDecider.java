/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.instrument;

import io.fasttelemetry.agent.rules.AnnotationPattern;
import io.fasttelemetry.agent.rules.MethodRule;
import io.fasttelemetry.agent.rules.ResolvedRule;
import io.fasttelemetry.agent.rules.SpanOptions;
import java.util.Map;

/**
 * Decides for each method of a class which rule it becomes a span by, or why it is left out. Excludes win; of several
 * rules one that names the method wins, then one with options, then the first. For one class and thread.
 */
final class MethodDecider {
    private static final int ACC_STATIC = 0x0008;
    private static final int ACC_BRIDGE = 0x0040;
    private static final int ACC_SYNTHETIC = 0x1000;
    private static final int ACC_ENUM = 0x4000;

    private final String className;
    private final ClassMembers members;
    private final MethodRule[] rules;
    private final MethodFilter filter;
    private final boolean isGenerated;
    private String reason;

    MethodDecider(String className, ClassMembers members, MethodRule[] rules, MethodFilter filter) {
        this.className = className;
        this.members = members;
        this.rules = rules;
        this.filter = filter;
        isGenerated = isMarked(members.annotations());
    }

    /** The rule that selects a method; null if none does. */
    MethodRule decide(ClassMembers.Member method) {
        reason = null;
        MethodRule best = null;
        int bestScore = -1;
        for (MethodRule rule : rules) {
            if (!rule.matches(method.access, method.name, method.descriptor)) {
                continue;
            }
            String annotation = null;
            if (rule.annotation() != null) {
                annotation = find(method.annotations(), rule.annotation());
                if (annotation == null && find(members.annotations(), rule.annotation()) == null) {
                    continue;
                }
            }
            if (rule.isExclude()) {
                return leftOut("excluded by " + rule);
            }
            boolean isNamed = annotation != null || rule.isNamed(method.name);
            String against = reasonAgainst(method, isNamed, rule.isWhole());
            if (against != null) {
                reason = against;
                continue;
            }
            int score = (isNamed ? 2 : 0) + (rule.options() != null || annotation != null ? 1 : 0);
            if (score > bestScore) {
                bestScore = score;
                best = annotation == null ? rule : annotated(rule, method.elements(annotation));
            }
        }
        if (best != null && filter.excludes(className, method.name)) {
            return leftOut("excluded by fasttelemetry.methods.exclude");
        }
        return best;
    }

    /** Why the last method was left out although a rule matches it; null if no rule does, or one selected it. */
    String reason() {
        return reason;
    }

    private MethodRule leftOut(String why) {
        reason = why;
        return null;
    }

    private static MethodRule annotated(MethodRule rule, Map<String, String> elements) {
        SpanOptions options = rule.options() != null ? rule.options() : AnnotationOptions.of(elements);
        return ResolvedRule.annotated(rule, options);
    }

    /** The first of these annotations that matches; null if none does. */
    private String find(Iterable<String> annotations, AnnotationPattern wanted) {
        for (String annotation : annotations) {
            if (!wanted.isMeta() && wanted.matches(annotation)) {
                return annotation;
            }
            if (wanted.isMeta()) {
                for (String above : filter.annotationsAbove(annotation)) {
                    if (wanted.matches(above)) {
                        return annotation;
                    }
                }
            }
        }
        return null;
    }

    private String reasonAgainst(ClassMembers.Member method, boolean isNamed, boolean isWhole) {
        if (MethodSelection.hasNoCodeOfItsOwn(method.access, method.name)) {
            if (method.name.charAt(0) == '<') {
                return "constructors and initialisers are not supported yet";
            }
            return (method.access & (ACC_BRIDGE | ACC_SYNTHETIC)) != 0 ? "made by the compiler" : "it has no code";
        }
        if (isNamed) {
            return null;
        }
        if ((method.access & ACC_SYNTHETIC) != 0
                || isGenerated
                || isMarked(method.annotations())
                || GeneratedMethods.isGenerated(method.name, members.interfaceNames)) {
            return "generated, and not named";
        }
        if (isWhole) {
            return null;
        }
        if (isOfEnums(method)) {
            return "generated, and not named";
        }
        if (isOfObject(method.name, method.descriptor)) {
            return "a method of every object, and not named";
        }
        return method.isAccessor ? "an accessor, and not named" : null;
    }

    private boolean isOfEnums(ClassMembers.Member method) {
        return (members.access & ACC_ENUM) != 0
                && (method.access & ACC_STATIC) != 0
                && ((method.name.equals("values") && method.descriptor.startsWith("()["))
                        || (method.name.equals("valueOf") && method.descriptor.startsWith("(Ljava/lang/String;)L")));
    }

    private static boolean isOfObject(String name, String descriptor) {
        switch (name) {
            case "equals":
                return descriptor.equals("(Ljava/lang/Object;)Z");
            case "hashCode":
                return descriptor.equals("()I");
            case "toString":
                return descriptor.equals("()Ljava/lang/String;");
            case "finalize":
                return descriptor.equals("()V");
            default:
                return false;
        }
    }

    private static boolean isMarked(Iterable<String> annotations) {
        for (String annotation : annotations) {
            if (GeneratedMethods.isMark(annotation)) {
                return true;
            }
        }
        return false;
    }
}
