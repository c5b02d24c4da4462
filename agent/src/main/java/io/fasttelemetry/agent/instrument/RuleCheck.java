/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.instrument;

import io.fasttelemetry.agent.rules.ClassExcludes;
import io.fasttelemetry.agent.rules.MethodRule;
import io.fasttelemetry.agent.rules.MethodRules;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Shows what rules would select in jars, without starting the application: the methods of each rule, what is left out
 * and why, and which rules match nothing. For the command line; one thread.
 */
public final class RuleCheck {
    private final ClassFiles classes;
    private final MethodRules rules;
    private final RuleMatcher matcher;
    private final MatchReport report;
    private final IdentityHashMap<MethodRule, List<String>> selected = new IdentityHashMap<>();
    private final Map<String, String> leftOut = new TreeMap<>();

    private RuleCheck(ClassFiles classes, MethodRules rules) {
        this.classes = classes;
        this.rules = rules;
        report = new MatchReport(rules.rules(), Integer.MAX_VALUE);
        matcher = new RuleMatcher(rules, ClassExcludes.NONE, true, report);
    }

    /**
     * Prints what the rules select in these jars and folders.
     *
     * @param problems messages about entries that are not rules
     * @return whether each rule matches something
     */
    public static boolean run(MethodRules rules, List<String> problems, List<String> paths, PrintStream out)
            throws IOException {
        for (String problem : problems) {
            out.println(problem);
        }
        try (ClassFiles classes = ClassFiles.open(paths)) {
            RuleCheck check = new RuleCheck(classes, rules);
            for (String name : classes.names()) {
                check.visit(name);
            }
            return check.print(out) && problems.isEmpty();
        }
    }

    private void visit(String internalName) throws IOException {
        byte[] file = classes.read(internalName);
        MethodRule[] applying = matcher.match(classes, internalName, file);
        ClassMembers members = applying.length == 0 ? null : ClassMembers.parse(file);
        if (members == null) {
            return;
        }
        String className = internalName.replace('/', '.');
        MethodFilter filter = matcher.filter(classes);
        MethodDecider decider = new MethodDecider(className, members, applying, filter);
        List<String> names = new ArrayList<>();
        for (ClassMembers.Member method : members.methods) {
            MethodRule rule = decider.decide(method);
            names.add(method.name);
            String text = className + "." + method.name + method.descriptor;
            if (rule != null && Suspending.isSuspendFunction(method.descriptor)) {
                leftOut.put(text, "a suspend function, whose calls return when it suspends");
            } else if (rule != null) {
                MethodRule source = rule.source();
                report.admits(source, className, method.name.concat(method.descriptor));
                List<String> methods = selected.get(source);
                if (methods == null) {
                    methods = new ArrayList<>();
                    selected.put(source, methods);
                }
                methods.add(text);
            } else if (decider.reason() != null) {
                leftOut.put(text, decider.reason());
            }
        }
        filter.saw(className, applying, names);
    }

    private void printSelected(MethodRule rule, PrintStream out) {
        List<String> methods = selected.get(rule);
        if (methods != null) {
            out.println("rule " + rule + ": " + methods.size() + (methods.size() == 1 ? " method" : " methods"));
            for (String method : methods) {
                out.println("  " + method);
            }
        }
    }

    private boolean print(PrintStream out) {
        for (MethodRule rule : rules.rules()) {
            printSelected(rule, out);
            selected.remove(rule);
        }
        for (MethodRule rule : selected.keySet()) {
            printSelected(rule, out); // annotations that are known without a rule
        }
        if (!leftOut.isEmpty()) {
            out.println("left out: " + leftOut.size());
            for (Map.Entry<String, String> method : leftOut.entrySet()) {
                out.println("  " + method.getKey() + ": " + method.getValue());
            }
        }
        List<String> unmatched = new MatchMessages(report).unmatched(classes.names());
        for (String message : unmatched) {
            out.println(message);
        }
        out.println(classes.names().size() + " classes, " + rules.rules().size() + " rules");
        return unmatched.isEmpty();
    }
}
