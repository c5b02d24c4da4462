/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.rules;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * Classes and methods that never become spans: classes by name or by the beginning of their names ({@code com.acme.*},
 * sub-packages included), and single methods, written as in {@link MethodRules}. Entries are separated by {@code ,} or
 * {@code ;}. Immutable; any thread.
 *
 * <p>A bad entry is left out, with a message that shows the entry, its position and what is accepted; the others stay
 * in force.
 */
public final class ClassExcludes {
    /** The syntax, as messages and the documentation show it. */
    public static final String ACCEPTED = "Class, package.*, Class[m1,m2] or Class::m, with , or ; between";

    /** Excludes nothing. */
    public static final ClassExcludes NONE = new ClassExcludes(Collections.emptyMap(), Collections.emptyList());

    private final Map<String, MethodRule> byClass;
    private final List<String> prefixes;

    private ClassExcludes(Map<String, MethodRule> byClass, List<String> prefixes) {
        this.byClass = byClass;
        this.prefixes = prefixes;
    }

    /**
     * Reads the excludes.
     *
     * @param text the entries; null or blank are none
     * @param settingName name of the setting, for messages
     * @param problems gets a message for each bad entry
     */
    public static ClassExcludes parse(String text, String settingName, List<String> problems) {
        RuleParser parser = new RuleParser(settingName, "entry", ACCEPTED, problems);
        RuleMerger merger = new RuleMerger();
        List<String> prefixes = new ArrayList<>();
        List<String> entries = RuleParser.entries(text, true);
        for (int i = 0; i < entries.size(); i++) {
            String entry = entries.get(i);
            if (isPrefix(entry)) {
                prefixes.add(entry.substring(0, entry.length() - 1));
                continue;
            }
            MethodRule rule = entry.isEmpty() ? null : parser.parse(entry, i);
            if (rule != null) {
                merger.add(rule);
            }
        }
        return new ClassExcludes(merger.byClass(), prefixes);
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
        return entries.toString();
    }
}
