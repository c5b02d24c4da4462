/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.instrument;

import io.fasttelemetry.agent.log.AgentLog;
import io.fasttelemetry.agent.rules.MethodRule;
import io.fasttelemetry.agent.rules.Nearest;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Remembers for each rule which classes and methods it has matched: how many, and for names that no method has, the
 * nearest one. Each method counts once, however often its class is loaded. Thread-safe.
 *
 * <p><b>When full</b>: a rule that has matched the max number of methods matches no more, with one log message. So
 * memory is bounded by the number of rules and that max.
 */
final class MatchReport {
    private final List<MethodRule> rules;
    private final int maxMethods;
    private final IdentityHashMap<MethodRule, Matches> byRule = new IdentityHashMap<>();

    MatchReport(List<MethodRule> rules, int maxMethods) {
        this.rules = rules;
        this.maxMethods = maxMethods;
    }

    List<MethodRule> rules() {
        return rules;
    }

    /** Counts a method that is about to be woven; returns false if its rule has matched too many. */
    boolean admits(MethodRule rule, String className, String methodAndDescriptor) {
        synchronized (byRule) {
            Matches matches = matches(rule);
            if (matches.methods.contains(className, methodAndDescriptor)) {
                return true;
            }
            if (matches.methods.size() < maxMethods) {
                matches.methods.add(className, methodAndDescriptor);
                matches.classes.add(className, "");
                String method = methodAndDescriptor.substring(0, methodAndDescriptor.indexOf('('));
                if (rule.methodNames().contains(method)) {
                    matches.named.add(method);
                }
                return true;
            }
            if (matches.isFull) {
                return false;
            }
            matches.isFull = true;
        }
        AgentLog.warnLater("rule " + rule + " has matched " + maxMethods
                + " methods, as many as fasttelemetry.max.methods allows; it matches no more");
        return false;
    }

    /** Takes note of a class that these rules apply to and that could not be woven, which was logged. */
    void failed(MethodRule[] applying) {
        synchronized (byRule) {
            for (MethodRule applied : applying) {
                matches(applied.source()).hasFailed = true;
            }
        }
    }

    /** Whether a class that the rule applies to could not be woven. */
    boolean hasFailed(MethodRule rule) {
        synchronized (byRule) {
            Matches matches = byRule.get(rule);
            return matches != null && matches.hasFailed;
        }
    }

    /** Takes note of a class that rules apply to, with the names of all its methods. */
    void saw(String className, MethodRule[] applying, List<String> methodNames) {
        synchronized (byRule) {
            for (MethodRule applied : applying) {
                MethodRule rule = applied.source();
                if (!rule.isExclude() && (rule.isByPattern() || rule.isClass(className))) {
                    Matches matches = matches(rule);
                    matches.hasClass = true;
                    for (String wanted : rule.methodNames()) {
                        noteNearest(matches, wanted, methodNames);
                    }
                }
            }
        }
    }

    private static void noteNearest(Matches matches, String wanted, List<String> methodNames) {
        if (matches.nearest.get(wanted) == null || !matches.nearest.get(wanted).equals(wanted)) {
            boolean isThere = methodNames.contains(wanted);
            String nearest = isThere ? wanted : Nearest.of(wanted, methodNames.toArray(new String[0]));
            matches.nearest.put(wanted, nearest);
        }
    }

    private Matches matches(MethodRule rule) {
        Matches known = byRule.get(rule);
        if (known == null) {
            known = new Matches();
            byRule.put(rule, known);
        }
        return known;
    }

    int methodCount(MethodRule rule) {
        synchronized (byRule) {
            Matches matches = byRule.get(rule);
            return matches == null ? 0 : matches.methods.size();
        }
    }

    int classCount(MethodRule rule) {
        synchronized (byRule) {
            Matches matches = byRule.get(rule);
            return matches == null ? 0 : matches.classes.size();
        }
    }

    /** Whether a method of this name, of any class, has become a span by the rule. */
    boolean hasMatched(MethodRule rule, String method) {
        synchronized (byRule) {
            Matches matches = byRule.get(rule);
            return matches != null && matches.named.contains(method);
        }
    }

    /** Whether the rule's own class, or a class that matches its pattern, was seen. */
    boolean hasClass(MethodRule rule) {
        synchronized (byRule) {
            Matches matches = byRule.get(rule);
            return matches != null && matches.hasClass;
        }
    }

    /**
     * The method of the rule's class that is nearest to a name in the rule: that name itself if there is such a method,
     * null if there is none or the class was not seen.
     */
    String nearest(MethodRule rule, String method) {
        synchronized (byRule) {
            Matches matches = byRule.get(rule);
            return matches == null ? null : matches.nearest.get(method);
        }
    }

    /** What one rule has matched. */
    private static final class Matches {
        final LongSet methods = new LongSet();
        final LongSet classes = new LongSet();
        final Set<String> named = new HashSet<>();
        final Map<String, String> nearest = new HashMap<>();
        boolean hasClass;
        boolean hasFailed;
        boolean isFull;
    }
}
