/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which methods become spans: entries with {@code ;} between, at most one rule a class, since rules of the same class
 * are merged. Immutable; any thread.
 *
 * <p>A bad entry is left out with a line that shows it, its place and what is accepted; the others stand.
 */
public final class MethodRules {
    private final List<MethodRule> rules;

    private MethodRules(List<MethodRule> rules) {
        this.rules = rules;
    }

    /**
     * Reads the rules.
     *
     * @param text the entries; null or blank are none
     * @param problems gets a line for each bad entry
     */
    public static MethodRules parse(String text, List<String> problems) {
        return parse(text, Options.METHODS.key(), problems);
    }

    static MethodRules parse(String text, String settingName, List<String> problems) {
        Map<String, MethodRule> byClass = new LinkedHashMap<>();
        List<String> entries = Pairs.entries(text == null ? "" : text, false);
        for (int i = 0; i < entries.size(); i++) {
            if (entries.get(i).isEmpty()) {
                continue;
            }
            MethodRule rule = RuleSyntax.parse(
                    entries.get(i),
                    "segment " + (i + 1),
                    RuleSyntax.ACCEPTED + ", with ; between",
                    settingName,
                    problems);
            if (rule != null) {
                MethodRule earlier = byClass.get(rule.className());
                byClass.put(rule.className(), earlier == null ? rule : earlier.mergedWith(rule));
            }
        }
        return new MethodRules(Collections.unmodifiableList(new ArrayList<>(byClass.values())));
    }

    public boolean isEmpty() {
        return rules.isEmpty();
    }

    /** In the order given. */
    public List<MethodRule> rules() {
        return rules;
    }

    @Override
    public String toString() {
        return rules.toString();
    }
}
