/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.rules;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * Classes and methods that never become spans: classes by name or by the beginning of their names ({@code com.acme.*},
 * sub-packages included), and whatever a rule of {@link MethodRules} can select. Entries are separated by {@code ,},
 * {@code ;} or line ends. Immutable; any thread.
 *
 * <p>A bad entry is left out, with a message that shows its place, the entry and what is accepted; the others stay in
 * force.
 */
public final class ClassExcludes {
    /** The syntax, as messages and the documentation show it. */
    public static final String ACCEPTED =
            "Class, package.*, Class[m1,m2], Class::m or any other rule, with , or ; between";

    /** Excludes nothing. */
    public static final ClassExcludes NONE =
            new ClassExcludes(Collections.emptyMap(), Collections.emptyList(), Collections.emptyList());

    private final Map<String, MethodRule> byClass;
    private final List<String> prefixes;
    private final List<MethodRule> patterns;

    private ClassExcludes(Map<String, MethodRule> byClass, List<String> prefixes, List<MethodRule> patterns) {
        this.byClass = byClass;
        this.prefixes = prefixes;
        this.patterns = patterns;
    }

    /**
     * Reads the excludes.
     *
     * @param text the entries; null or blank are none
     * @param settingName name of the setting, for messages
     * @param problems gets a message for each bad entry
     */
    public static ClassExcludes parse(String text, String settingName, List<String> problems) {
        RuleText entries = new RuleText(text, false);
        RuleParser parser = new RuleParser(entries, settingName, ACCEPTED, problems);
        RuleMerger merger = new RuleMerger();
        List<String> prefixes = new ArrayList<>();
        List<MethodRule> patterns = new ArrayList<>();
        while (entries.next()) {
            String entry = entries.entry();
            if (isPrefix(entry)) {
                prefixes.add(entry.substring(0, entry.length() - 1));
                continue;
            }
            if (entry.equals("*") || entry.charAt(0) == '!') {
                String reason = entry.equals("*") ? "it would exclude everything" : "all entries here are excludes";
                parser.reject(reason, 0, null);
                continue;
            }
            MethodRule rule = parser.parseCurrent();
            if (rule != null && RuleMerger.merges(rule)) {
                merger.add(rule);
            } else if (rule != null) {
                patterns.add(rule.as(true, rule.coversSubtypes() && rule instanceof PatternRule, null));
            }
        }
        return new ClassExcludes(merger.byClass(), prefixes, Collections.unmodifiableList(patterns));
    }

    /**
     * Whether an entry is a prefix, such as {@code com.acme.*} or {@code com.acme.Ca*}. A lone star is none, as it
     * would silently exclude everything.
     */
    private static boolean isPrefix(String entry) {
        if (!entry.endsWith("*") || entry.length() == 1) {
            return false;
        }
        String prefix = entry.substring(0, entry.length() - 1);
        return RuleParser.isClassName(prefix.endsWith(".") ? prefix.substring(0, prefix.length() - 1) : prefix);
    }

    /** Excludes that need more than the names of class and method. */
    public List<MethodRule> patterns() {
        return patterns;
    }

    /** Whether no method of this class may become a span. The name has dots. */
    public boolean excludes(String className) {
        MethodRule rule = byClass.get(className);
        if (rule != null && rule.matchesAllMethods()) {
            return true;
        }
        for (String prefix : prefixes) {
            if (className.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }

    /** Whether this method may not become a span, because of its class or its own name. */
    public boolean excludes(String className, String method) {
        MethodRule rule = byClass.get(className);
        return (rule != null && rule.matchesMethod(method)) || excludes(className);
    }

    @Override
    public String toString() {
        List<String> entries = new ArrayList<>();
        for (String prefix : prefixes) {
            entries.add(prefix + "*");
        }
        for (MethodRule rule : byClass.values()) {
            entries.add(rule.toString());
        }
        for (MethodRule rule : patterns) {
            entries.add(rule.toString());
        }
        return entries.toString();
    }
}
