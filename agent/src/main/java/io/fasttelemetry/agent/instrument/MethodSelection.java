/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.instrument;

import io.fasttelemetry.agent.rules.MethodRule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Selects the methods of one class that become spans, each with its rule. Where all rules name their methods the name
 * decides; otherwise the class file is read by a {@link MethodDecider}. For one class and thread.
 */
final class MethodSelection {
    private static final int ACC_BRIDGE = 0x0040;
    private static final int ACC_NATIVE = 0x0100;
    private static final int ACC_ABSTRACT = 0x0400;
    private static final int ACC_SYNTHETIC = 0x1000;

    private final String className;
    private final MethodRule[] rules;
    private final MethodFilter filter;
    /** Rules by name and descriptor; null if names decide. */
    private final Map<String, MethodRule> decided;

    private final List<String> names = new ArrayList<>();

    private MethodSelection(
            String className, MethodRule[] rules, MethodFilter filter, Map<String, MethodRule> decided) {
        this.className = className;
        this.rules = rules;
        this.filter = filter;
        this.decided = decided;
    }

    /**
     * Makes the selection for a class.
     *
     * @param className with dots
     * @param rules the rules that apply to the class
     */
    static MethodSelection of(String className, byte[] classFile, MethodRule[] rules, MethodFilter filter) {
        Map<String, MethodRule> decided = null;
        for (MethodRule rule : rules) {
            if (!rule.isByNames()) {
                decided = decide(className, classFile, rules, filter);
                break;
            }
        }
        return new MethodSelection(className, rules, filter, decided);
    }

    private static Map<String, MethodRule> decide(
            String className, byte[] classFile, MethodRule[] rules, MethodFilter filter) {
        Map<String, MethodRule> decided = new HashMap<>();
        ClassMembers members = ClassMembers.parse(classFile);
        if (members != null) {
            MethodDecider decider = new MethodDecider(className, members, rules, filter);
            for (ClassMembers.Member method : members.methods) {
                MethodRule rule = decider.decide(method);
                if (rule != null) {
                    decided.put(method.name.concat(method.descriptor), rule);
                }
            }
        }
        return decided;
    }

    /** The rule for a method, null if it is not to be woven. */
    MethodRule rule(int access, String name, String descriptor) {
        names.add(name);
        if (decided != null) {
            return decided.get(name.concat(descriptor));
        }
        if (hasNoCodeOfItsOwn(access, name)) {
            return null;
        }
        MethodRule found = null;
        for (MethodRule rule : rules) {
            if (rule.matchesMethod(name) && (found == null || (found.options() == null && rule.options() != null))) {
                found = rule;
            }
        }
        return found == null || filter.excludes(className, name) ? null : found;
    }

    /**
     * Whether a method is never woven: without a body, a constructor, or made by a compiler, unless its name is one
     * that compilers make up, so that whoever names it means it.
     */
    static boolean hasNoCodeOfItsOwn(int access, String name) {
        return (access & (ACC_ABSTRACT | ACC_NATIVE | ACC_BRIDGE)) != 0
                || name.charAt(0) == '<'
                || ((access & ACC_SYNTHETIC) != 0 && name.indexOf('$') < 0);
    }

    /** Counts a method that is about to be woven; returns false if its rule has matched too many. */
    boolean admits(MethodRule rule, String methodAndDescriptor) {
        return filter.admits(rule.source(), className, methodAndDescriptor);
    }

    /** The class file of a type that the class may mention, by its internal name; null if it is not at hand. */
    byte[] classFile(String internalName) {
        return filter.classFile(internalName);
    }

    /** Takes note of the class and the methods that were asked for, for the report of what rules matched. */
    void finish() {
        filter.saw(className, rules, names);
    }
}
