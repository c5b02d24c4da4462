/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.rules;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The rules that select the methods that become spans; in text, entries separated by {@code ;}, {@code ,} or line ends.
 * There is one plain rule per class, since plain rules for the same class are merged. Immutable; any thread.
 *
 * <p>A bad entry is left out, with a message that shows its line and column, the entry, what is wrong and the nearest
 * good one; the others stay in force.
 */
public final class MethodRules {
    /** The syntax, as messages and the documentation show it. */
    public static final String ACCEPTED =
            "Class[m1,m2], Class[*], Class::m, Class, package.*, Cls*#meth*(Type*, int[]),"
                    + " @Annotation, ::m, with ! before excludes and ; between";

    /** The syntax of a list of annotations. */
    public static final String ACCEPTED_ANNOTATIONS = "names of annotations with ; or , between";

    /** No rules, since the setting is not set. A text without a good entry yields another object. */
    public static final MethodRules NONE = new MethodRules(Collections.emptyList());

    private final List<MethodRule> rules;

    private MethodRules(List<MethodRule> rules) {
        this.rules = rules;
    }

    /**
     * Reads the rules.
     *
     * @param text the entries; null or blank are none
     * @param settingName name of the setting, for messages
     * @param problems gets a message for each bad entry
     */
    public static MethodRules parse(String text, String settingName, List<String> problems) {
        return parse(text, false, settingName, problems);
    }

    /** Reads the rules of a file, in which {@code #} begins a comment. */
    public static MethodRules parseFile(String text, String fileName, List<String> problems) {
        return parse(text, true, fileName, problems);
    }

    /** Reads a list of annotations, with or without {@code @} before each. */
    public static MethodRules parseAnnotations(String text, String settingName, List<String> problems) {
        RuleText entries = new RuleText(text, false);
        RuleParser parser = new RuleParser(entries, settingName, ACCEPTED_ANNOTATIONS, problems);
        List<MethodRule> rules = new ArrayList<>();
        while (entries.next()) {
            String entry = entries.entry();
            String name = entry.startsWith("@") ? entry.substring(1) : entry;
            MethodRule rule = RuleParser.isClassName(name) ? parser.parse("@".concat(name)) : null;
            if (rule == null) {
                parser.reject("it is not the name of an annotation", 0, null);
            } else {
                rules.add(rule);
            }
        }
        return of(rules);
    }

    private static MethodRules parse(String text, boolean hasComments, String name, List<String> problems) {
        RuleText entries = new RuleText(text, hasComments);
        RuleParser parser = new RuleParser(entries, name, ACCEPTED, problems);
        List<MethodRule> rules = new ArrayList<>();
        while (entries.next()) {
            MethodRule rule = parser.parseCurrent();
            if (rule != null) {
                rules.add(rule);
            }
        }
        return of(rules);
    }

    private static MethodRules of(List<MethodRule> rules) {
        RuleMerger merger = new RuleMerger();
        List<MethodRule> others = new ArrayList<>();
        for (MethodRule rule : rules) {
            if (RuleMerger.merges(rule)) {
                merger.add(rule);
            } else {
                others.add(rule);
            }
        }
        List<MethodRule> merged = new ArrayList<>(merger.byClass().values());
        merged.addAll(others);
        return new MethodRules(Collections.unmodifiableList(merged));
    }

    /** These rules and others. */
    public MethodRules and(MethodRules others) {
        if (others.rules.isEmpty()) {
            return this;
        }
        List<MethodRule> all = new ArrayList<>(rules);
        all.addAll(others.rules);
        return of(all);
    }

    /** Whether no method can be selected: there is nothing, or only excludes. */
    public boolean isEmpty() {
        for (MethodRule rule : rules) {
            if (!rule.isExclude()) {
                return false;
            }
        }
        return true;
    }

    /** The rules: plain ones, then the others, each in the order given. */
    public List<MethodRule> rules() {
        return rules;
    }

    /** All rules as a setting, which {@link #parse} reads as the same rules. */
    public String text() {
        StringBuilder text = new StringBuilder();
        for (MethodRule rule : rules) {
            text.append(text.length() == 0 ? "" : ";").append(rule);
        }
        return text.toString();
    }

    @Override
    public String toString() {
        return rules.toString();
    }
}
