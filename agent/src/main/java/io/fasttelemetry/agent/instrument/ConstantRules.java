/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.instrument;

import io.fasttelemetry.agent.rules.DefaultAnnotations;
import io.fasttelemetry.agent.rules.MethodRule;
import io.fasttelemetry.agent.rules.PatternRule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Rules for classes of any name: for an annotation, or for a method's name. A class can match only if its constants
 * hold the annotation's descriptor or the method's name, so all others are rejected by these. Thread-safe.
 */
final class ConstantRules {
    private final List<MethodRule> userRules;
    private final boolean hasDefaults;
    private final WantedConstants wanted;
    private volatile MethodRule[] rules;

    /** @param hasDefaults whether {@link DefaultAnnotations} are included */
    ConstantRules(List<MethodRule> userRules, boolean hasDefaults) {
        this.userRules = userRules;
        this.hasDefaults = hasDefaults;
        List<String> texts = hasDefaults ? DefaultAnnotations.descriptors() : new ArrayList<>();
        for (MethodRule rule : userRules) {
            String method = ((PatternRule) rule).methodName();
            if (method != null) {
                texts.add(method);
            } else {
                texts.addAll(Arrays.asList(rule.annotation().descriptors()));
            }
        }
        wanted = new WantedConstants(texts);
    }

    /** Whether a rule with patterns can be found this way. */
    static boolean isFor(MethodRule rule) {
        PatternRule pattern = (PatternRule) rule;
        boolean hasAnnotation = rule.annotation() != null && rule.annotation().descriptors() != null;
        return pattern.isForAnyClass() && (pattern.methodName() != null || hasAnnotation);
    }

    /** All rules. Those for the default annotations are made when they are first needed. */
    MethodRule[] rules() {
        MethodRule[] known = rules;
        if (known == null) {
            List<MethodRule> all = new ArrayList<>(userRules);
            if (hasDefaults) {
                all.addAll(DefaultAnnotations.rules());
            }
            known = all.toArray(new MethodRule[0]);
            rules = known;
        }
        return known;
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
        if (file == null && !userRules.isEmpty() && type.getClassLoader() != null) {
            file = ClassFileReader.readFile(type.getClassLoader(), internalName);
        }
        ClassHeader header = file == null ? null : ClassHeader.parse(file, wanted);
        return header != null && header.hasWanted;
    }
}
