/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.instrument;

import io.fasttelemetry.agent.rules.MethodRule;
import io.fasttelemetry.bootstrap.Operation;
import io.fasttelemetry.bootstrap.Operations;
import java.util.HashMap;
import java.util.Map;

/**
 * Gives each woven method its operation, of which there is one for each class name and method name, for good: woven
 * code and records that wait hold its id. So that generated classes do not fill the memory, a rule has a maximum of
 * them. Thread-safe.
 *
 * <p><b>When full</b>, the classes that come later share operations that are named after the rule's own class.
 */
final class SharedOperations {
    /** Some 250 bytes each. */
    static final int MAX_PER_RULE = 4096;

    /** Stands for all methods beyond twice the maximum. */
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
     * @param rule that names the method, by its own class or by a supertype
     * @param className with dots
     */
    int idOf(MethodRule rule, String className, String method) {
        synchronized (counts) {
            Operation known = Operations.find(className, method);
            if (known != null) {
                return known.id;
            }
            int[] count = counts.get(rule.className());
            if (count == null) {
                count = new int[1];
                counts.put(rule.className(), count);
            }
            if (count[0] < MAX_PER_RULE) {
                count[0]++;
                return Operations.register(className, method, KIND_INTERNAL).id;
            }
            messages.logOnce("more than " + MAX_PER_RULE + " methods of generated or other classes are traced for "
                    + rule.className() + "; spans of further ones have its name");
            return ofRule(rule, method, count).id;
        }
    }

    /** Generated methods may have names without end as well. */
    private static Operation ofRule(MethodRule rule, String method, int[] count) {
        Operation known = Operations.find(rule.className(), method);
        if (known != null) {
            return known;
        }
        count[0]++;
        return Operations.register(rule.className(), count[0] > 2 * MAX_PER_RULE ? OTHER : method, KIND_INTERNAL);
    }
}
