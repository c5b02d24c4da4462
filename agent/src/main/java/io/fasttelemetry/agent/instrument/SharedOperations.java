/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.instrument;

import io.fasttelemetry.agent.config.RedactedNames;
import io.fasttelemetry.agent.rules.MethodRule;
import io.fasttelemetry.agent.rules.SpanLimits;
import io.fasttelemetry.agent.rules.SpanOptions;
import io.fasttelemetry.bootstrap.Operation;
import io.fasttelemetry.bootstrap.Operations;
import io.fasttelemetry.bootstrap.SpanLimit;
import java.util.HashMap;
import java.util.IdentityHashMap;
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
    private static final String[] NONE = {};

    private final LeftAlone messages;
    private final long minNanos;
    private final RedactedNames redacted;
    private final Map<String, int[]> counts = new HashMap<>();
    /** The limits of each rule that has some; as they are for its spans together, rules are compared by identity. */
    private final IdentityHashMap<MethodRule, SpanLimit> limits = new IdentityHashMap<>();

    /** The limit of all rules that have none. */
    private final SpanLimit limitForAll;

    SharedOperations(LeftAlone messages) {
        this(messages, 0, null);
    }

    /**
     * Makes the registry.
     *
     * @param minNanos min duration of the spans of rules that state none; 0 for none
     * @param redacted captured attributes whose values are not recorded; null for none
     */
    SharedOperations(LeftAlone messages, long minNanos, RedactedNames redacted) {
        this.messages = messages;
        this.redacted = redacted;
        this.minNanos = minNanos;
        limitForAll = minNanos == 0 ? null : new SpanLimit(minNanos, 1, 0);
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
            SpanLimit limit = limit(rule);
            String[] captured = captured(options);
            Operation known = Operations.find(className, method, variant, captured, limit);
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
                return register(className, method, variant, options, captured, limit).id;
            }
            messages.logOnce("more than " + MAX_PER_RULE + " methods of generated or other classes are traced for "
                    + rule.className() + "; spans of further ones have its name");
            return ofRule(rule, method, count, captured, limit).id;
        }
    }

    /** The text to capture in place of an attribute's values; null if those may be recorded. */
    String mask(String attribute) {
        return redacted != null && redacted.masks(attribute) ? RedactedNames.MASK : null;
    }

    private SpanLimit limit(MethodRule rule) {
        SpanLimits own =
                rule.options() == null ? SpanLimits.NONE : rule.options().limits();
        if (own.isEmpty()) {
            return limitForAll;
        }
        SpanLimit limit = limits.get(rule.source());
        if (limit == null) {
            limit = new SpanLimit(own.minNanos() < 0 ? minNanos : own.minNanos(), own.ratio(), own.perSecond());
            limits.put(rule.source(), limit);
        }
        return limit;
    }

    /** The keys of captured attributes, in the order of the rule, which gives them their index. */
    private static String[] captured(SpanOptions options) {
        if (options == null || options.captured().isEmpty()) {
            return NONE;
        }
        String[] keys = new String[options.captured().size()];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = options.captured().get(i).key();
        }
        return keys;
    }

    private static Operation register(
            String className, String method, String variant, SpanOptions options, String[] captured, SpanLimit limit) {
        if (options == null) {
            return Operations.register(className, method, KIND_INTERNAL, NONE, limit);
        }
        int kind = options.kind() == 0 ? KIND_INTERNAL : options.kind();
        String[] attributes = options.attributes().toArray(new String[0]);
        return Operations.register(className, method, variant, kind, options.name(), attributes, captured, limit);
    }

    /**
     * The operation of the rule's class for a method; one for all after too many names, since generated methods can
     * have any number of them.
     */
    private static Operation ofRule(MethodRule rule, String method, int[] count, String[] captured, SpanLimit limit) {
        Operation known = Operations.find(rule.className(), method, "", captured, limit);
        if (known != null) {
            return known;
        }
        count[0]++;
        String name = count[0] > 2 * MAX_PER_RULE ? OTHER : method;
        return Operations.register(rule.className(), name, KIND_INTERNAL, captured, limit);
    }
}
