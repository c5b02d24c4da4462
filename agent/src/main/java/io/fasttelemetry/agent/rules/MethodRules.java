/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.rules;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The rules that select the methods that become spans; in text, entries separated by {@code ;}. There is one rule per
 * class, since rules for the same class are merged. Immutable; any thread.
 *
 * <p>A bad entry is left out, with a message that shows the entry, its position and what is accepted; the others stay
 * in force.
 */
public final class MethodRules {
    /** The syntax, as messages and the documentation show it. */
    public static final String ACCEPTED = "Class[m1,m2], Class[*], Class::m or Class, with ; between";

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
        RuleParser parser = new RuleParser(settingName, "segment", ACCEPTED, problems);
        RuleMerger merger = new RuleMerger();
        List<String> entries = RuleParser.entries(text, false);
        for (int i = 0; i < entries.size(); i++) {
            MethodRule rule = entries.get(i).isEmpty() ? null : parser.parse(entries.get(i), i);
            if (rule != null) {
                merger.add(rule);
            }
        }
        return new MethodRules(
                Collections.unmodifiableList(new ArrayList<>(merger.byClass().values())));
    }

    public boolean isEmpty() {
        return rules.isEmpty();
    }

    /** The rules in the order given. */
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
