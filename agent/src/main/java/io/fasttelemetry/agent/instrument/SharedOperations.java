/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.instrument;

import io.fasttelemetry.agent.rules.MethodRule;
import io.fasttelemetry.agent.rules.SpanOptions;
import io.fasttelemetry.bootstrap.Operation;
import io.fasttelemetry.bootstrap.Operations;
import java.util.HashMap;
import java.util.Map;

/**
 * Gives each woven method its operation, one for each pair of class name and method name. Operations are never removed,
 * since woven code and buffered records hold their ids; so that generated classes do not fill the heap, each rule has a
 * max number of them. A rule with patterns is bounded by the max number of methods that a rule may match. Thread-safe.
 *
 * <p><b>When full</b>, later classes share operations that are named after the rule's own class.
 */
final class SharedOperations {
    /** Max operations for one rule, at about 250 bytes each. */
    static final int MAX_PER_RULE = 4096;

    /** Method name of the one operation for all methods beyond twice the max. */
    private static final String OTHER = "other";

    private static final int KIND_INTERNAL = 1;

    private final LeftAlone messages;
    private final Map<String, int[]> counts = new HashMap<>();

    SharedOperations(LeftAlone messages) {
        this.messages = messages;
    }

    /**
     * The id to weave into a method.
     *
     * @param rule the rule that matches the method, by its own class or by a supertype
     * @param className with dots
     */
    int idOf(MethodRule rule, String className, String method) {
        SpanOptions options = rule.options();
        String variant = options == null ? "" : options.toString();
        synchronized (counts) {
            Operation known = Operations.find(className, method, variant);
            if (known != null) {
                return known.id;
            }
            int[] count = counts.get(rule.className());
            if (count == null) {
                count = new int[1];
                counts.put(rule.className(), count);
            }
            if (count[0] < MAX_PER_RULE || rule.isByPattern()) {
                count[0]++;
                return register(className, method, variant, options).id;
            }
            messages.logOnce("more than " + MAX_PER_RULE + " methods of generated or other classes are traced for "
                    + rule.className() + "; spans of further ones have its name");
            return ofRule(rule, method, count).id;
        }
    }

    private static Operation register(String className, String method, String variant, SpanOptions options) {
        if (options == null) {
            return Operations.register(className, method, KIND_INTERNAL);
        }
        int kind = options.kind() == 0 ? KIND_INTERNAL : options.kind();
        String[] attributes = options.attributes().toArray(new String[0]);
        return Operations.register(className, method, variant, kind, options.name(), attributes);
    }

    /**
     * The operation of the rule's class for a method; one for all after too many names, since generated methods can
     * have any number of them.
     */
    private static Operation ofRule(MethodRule rule, String method, int[] count) {
        Operation known = Operations.find(rule.className(), method);
        if (known != null) {
            return known;
        }
        count[0]++;
        return Operations.register(rule.className(), count[0] > 2 * MAX_PER_RULE ? OTHER : method, KIND_INTERNAL);
    }
}
