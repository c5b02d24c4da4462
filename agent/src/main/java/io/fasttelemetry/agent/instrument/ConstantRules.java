/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.instrument;

import io.fasttelemetry.agent.rules.MethodRule;
import io.fasttelemetry.agent.rules.PatternRule;
import java.util.ArrayList;
import java.util.List;

/**
 * Rules for classes of any name: for an annotation, or for a method's name. A class can match only if its constants
 * hold the annotation's descriptor or the method's name, so all others are rejected by these. Immutable; any thread.
 */
final class ConstantRules {
    private final MethodRule[] rules;
    private final WantedConstants wanted;
    private final boolean hasUserRules;

    ConstantRules(List<MethodRule> rules) {
        this.rules = rules.toArray(new MethodRule[0]);
        List<String> texts = new ArrayList<>();
        boolean user = false;
        for (MethodRule rule : rules) {
            String method = ((PatternRule) rule).methodName();
            if (method != null) {
                texts.add(method);
            } else {
                for (String descriptor : rule.annotation().descriptors()) {
                    texts.add(descriptor);
                }
            }
            user |= !rule.isDefault();
        }
        wanted = new WantedConstants(texts);
        hasUserRules = user;
    }

    /** Whether a rule can be found this way. */
    static boolean isFor(PatternRule rule) {
        boolean hasAnnotation = rule.annotation() != null && rule.annotation().descriptors() != null;
        return rule.isForAnyClass() && (rule.methodName() != null || hasAnnotation);
    }

    MethodRule[] rules() {
        return rules;
    }

    WantedConstants wanted() {
        return wanted;
    }

    /**
     * Whether a loaded class can match.
     *
     * @param classFile null if it has to be read, which is done only for rules that the user wrote
     */
    boolean mayHave(Class<?> type, String internalName, byte[] classFile) {
        byte[] file = classFile;
        if (file == null && hasUserRules && type.getClassLoader() != null) {
            file = ClassFileReader.readFile(type.getClassLoader(), internalName);
        }
        ClassHeader header = file == null ? null : ClassHeader.parse(file, wanted);
        return header != null && header.hasWanted;
    }
}
