/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.instrument;

import io.fasttelemetry.agent.log.AgentLog;
import io.fasttelemetry.agent.log.LogLevel;
import io.fasttelemetry.agent.rules.MethodRule;
import java.lang.instrument.Instrumentation;
import java.util.ArrayList;
import java.util.List;

/**
 * Logs what each rule matched, at level info, and which rules, or methods named in one, matched nothing, at level warn,
 * with the nearest class or method. For the export thread, which waits for nobody meanwhile.
 */
final class MatchMessages {
    /** Max messages of each kind; a last one says that there are more. */
    static final int MAX_MESSAGES = 100;

    private final MatchReport report;

    MatchMessages(MatchReport report) {
        this.report = report;
    }

    /**
     * Logs the messages.
     *
     * @param withMatches whether rules that matched something are reported as well
     * @param instrumentation where classes are looked up; null if none can be
     */
    void log(boolean withMatches, Instrumentation instrumentation) {
        if (withMatches && AgentLog.isEnabled(LogLevel.INFO)) {
            for (String message : matched()) {
                AgentLog.info(message);
            }
        }
        if (AgentLog.isEnabled(LogLevel.WARN)) {
            for (String message : unmatched(new LoadedNames(instrumentation))) {
                AgentLog.warn(message);
            }
        }
    }

    List<String> matched() {
        List<String> messages = new ArrayList<>();
        for (MethodRule rule : report.rules()) {
            int methods = report.methodCount(rule);
            if (methods > 0 && add(messages, count(rule, methods))) {
                break;
            }
        }
        return messages;
    }

    private String count(MethodRule rule, int methods) {
        int classes = report.classCount(rule);
        return "rule " + rule + " matched " + methods + (methods == 1 ? " method" : " methods") + " of " + classes
                + (classes == 1 ? " class" : " classes");
    }

    /** @param loadedClasses names of classes, with dots or slashes, among which the nearest are looked for */
    List<String> unmatched(Iterable<String> loadedClasses) {
        List<MethodRule> missing = new ArrayList<>();
        List<String> messages = new ArrayList<>();
        for (MethodRule rule : report.rules()) {
            if (!rule.isExclude() && !rule.isDefault()) {
                if (report.methodCount(rule) == 0 && !report.hasFailed(rule)) {
                    missing.add(rule);
                }
                for (String method : rule.methodNames()) {
                    String message = missingMethod(rule, method);
                    if (message != null && add(messages, message)) {
                        return messages;
                    }
                }
            }
        }
        if (!missing.isEmpty()) {
            addClasses(missing, new NearestClasses(missing, loadedClasses), messages);
        }
        return messages;
    }

    /** The message for a method that the rule's class does not have; null if it has it, or was not seen. */
    private String missingMethod(MethodRule rule, String method) {
        String nearest = report.nearest(rule, method);
        if (!report.hasClass(rule) || method.equals(nearest) || report.hasMatched(rule, method)) {
            return null;
        }
        return "rule " + rule + ": no method of " + rule.className() + " is called " + method
                + (nearest == null ? "" : "; did you mean " + nearest + "?");
    }

    private void addClasses(List<MethodRule> missing, NearestClasses nearest, List<String> messages) {
        for (int i = 0; i < missing.size(); i++) {
            MethodRule rule = missing.get(i);
            String reason;
            if (report.hasClass(rule)) {
                reason = hasMissingMethods(rule) ? null : ": no method of the classes that it is for has code for it";
            } else if (rule.isByPattern() && !rule.isForOneClass()) {
                reason = ": no class that was loaded has such a method";
            } else if (nearest.isLoaded(i)) {
                reason = ": " + rule.className() + " was loaded, but no class with code for it";
            } else {
                String other = nearest.of(i);
                reason = ": no class " + rule.className() + " was loaded"
                        + (other == null ? "" : "; did you mean " + other + "?");
            }
            if (reason != null && add(messages, "rule " + rule + " matched nothing" + reason)) {
                return;
            }
        }
    }

    /** Whether a message says already that the rule's methods are not there. */
    private boolean hasMissingMethods(MethodRule rule) {
        for (String method : rule.methodNames()) {
            if (missingMethod(rule, method) != null) {
                return true;
            }
        }
        return false;
    }

    /** Adds a message; returns whether that was the last one. */
    private static boolean add(List<String> messages, String message) {
        boolean isFull = messages.size() >= MAX_MESSAGES;
        messages.add(isFull ? "no more messages about rules" : message);
        return isFull;
    }
}
