/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.instrument;

import io.fasttelemetry.agent.rules.ClassExcludes;
import io.fasttelemetry.agent.rules.MethodRule;
import io.fasttelemetry.agent.rules.MethodRules;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/**
 * Finds the rules that apply to a class: those that name it or a supertype of it, that match its name, or that look for
 * an annotation or a method that it may have, unless it is excluded.
 *
 * <p>A class for which there is no rule costs a look-up of its name, a comparison with each pattern, and, if a rule
 * needs them, one pass over its constants and the look-up of its supertypes. Thread-safe; called on whichever thread
 * loads a class.
 */
final class RuleMatcher implements MethodFilter {
    private static final MethodRule[] NONE = {};

    private final ClassExcludes excludes;
    /** Null if no rule is for subtypes. */
    private final InheritedRules inherited;
    /** Null if no rule is for single classes and patterns. */
    private final OwnRules own;
    /** Null if no rule is for any class. */
    private final ConstantRules byConstants;
    /** Null if no rule asks for annotations of annotations. */
    private final MetaAnnotations metaAnnotations;

    /** Whether class files of types that a class mentions are read through its loader. */
    private final boolean readsTypes;

    private final MatchReport report;
    private final LateClasses late = new LateClasses();

    RuleMatcher(MethodRules rules, ClassExcludes excludes) {
        this(rules, excludes, false, new MatchReport(rules.rules(), Integer.MAX_VALUE));
    }

    /** @param annotations whether methods with {@code @WithSpan} and the like are selected */
    RuleMatcher(MethodRules rules, ClassExcludes excludes, boolean annotations, MatchReport report) {
        this.excludes = excludes;
        this.report = report;
        List<MethodRule> forSubtypes = new ArrayList<>();
        List<MethodRule> forOwn = new ArrayList<>();
        List<MethodRule> forAny = new ArrayList<>();
        boolean hasMeta = sort(rules.rules(), forSubtypes, forOwn, forAny);
        hasMeta |= sort(excludes.patterns(), forSubtypes, forOwn, forAny);
        inherited = forSubtypes.isEmpty() ? null : new InheritedRules(forSubtypes);
        own = forOwn.isEmpty() ? null : new OwnRules(forOwn);
        byConstants = forAny.isEmpty() && !annotations ? null : new ConstantRules(forAny, annotations);
        metaAnnotations = hasMeta ? new MetaAnnotations() : null;
        readsTypes = hasMeta || hasCaptured(rules.rules());
    }

    private static boolean hasCaptured(List<MethodRule> rules) {
        for (MethodRule rule : rules) {
            if (rule.options() != null && !rule.options().captured().isEmpty()) {
                return true;
            }
        }
        return false;
    }

    /** Sorts rules by how they are found; returns whether one of them asks for annotations of annotations. */
    private static boolean sort(
            List<MethodRule> rules, List<MethodRule> forSubtypes, List<MethodRule> forOwn, List<MethodRule> forAny) {
        boolean hasMeta = false;
        for (MethodRule rule : rules) {
            if (rule.coversSubtypes()) {
                forSubtypes.add(rule);
            } else if (rule.isByPattern() && ConstantRules.isFor(rule)) {
                forAny.add(rule);
            } else {
                forOwn.add(rule);
            }
            hasMeta |= rule.annotation() != null && rule.annotation().isMeta();
        }
        return hasMeta;
    }

    /** Finds the rules for a class that is being defined; empty if there are none. */
    MethodRule[] match(ClassLoader loader, String internalName, byte[] classFile) {
        MethodRule[] found = own == null ? NONE : own.of(internalName);
        if (found.length == 0 && inherited == null && byConstants == null) {
            return NONE;
        }
        ClassHeader header = ClassHeader.parse(classFile, byConstants == null ? null : byConstants.wanted());
        if (header == null) {
            found = inherited == null ? found : InheritedRules.join(found, inherited.named(internalName));
            return isExcluded(internalName) ? NONE : found;
        }
        InheritedRules.Search search = null;
        if (inherited != null) {
            search = inherited.find(loader, internalName, header, classFile);
            found = InheritedRules.join(search.rules(), found);
        }
        if (header.hasWanted) {
            found = InheritedRules.join(found, byConstants.rules());
        }
        if (found.length == 0 && (search == null || search.isComplete())) {
            return NONE;
        }
        if (isExcluded(internalName)) {
            return NONE;
        }
        if (search != null && !search.isComplete()) {
            late.add(loader, internalName);
        }
        return withoutGenerated(found, internalName, header);
    }

    private MethodRule[] withoutGenerated(MethodRule[] found, String internalName, ClassHeader header) {
        if (found.length == 0) {
            return NONE;
        }
        MethodRule[] rules = found;
        if (GeneratedClasses.isProxy(internalName, header)) {
            rules = namingOnly(found, internalName, false);
        } else if (header.isSynthetic()) {
            rules = namingOnly(found, internalName, true);
        }
        return hasSelecting(rules) ? rules : NONE;
    }

    /** Finds the rules for a loaded class; empty if there are none. */
    MethodRule[] match(Class<?> type) {
        return match(type, null);
    }

    /**
     * Finds the rules for a loaded class; empty if there are none.
     *
     * @param classFile null if it is not at hand; it is then read if a rule needs it
     */
    MethodRule[] match(Class<?> type, byte[] classFile) {
        String internalName = type.getName().replace('.', '/');
        MethodRule[] all = inherited == null ? NONE : inherited.ofLoaded(type);
        if (own != null) {
            all = InheritedRules.join(all, own.of(internalName));
        }
        if (byConstants != null && byConstants.mayHave(type, internalName, classFile)) {
            all = InheritedRules.join(all, byConstants.rules());
        }
        if (all.length == 0 || isExcluded(internalName)) {
            return NONE;
        }
        MethodRule[] rules = all;
        if (GeneratedClasses.isProxy(type)) {
            rules = namingOnly(all, internalName, false);
        } else if (type.isSynthetic()) {
            rules = namingOnly(all, internalName, true);
        }
        return hasSelecting(rules) ? rules : NONE;
    }

    /** The rules that name this class, as generated ones are woven for no others; {@code plainToo} keeps plain ones. */
    private static MethodRule[] namingOnly(MethodRule[] rules, String internalName, boolean plainToo) {
        String className = internalName.replace('/', '.');
        MethodRule[] kept = NONE;
        for (MethodRule rule : rules) {
            if (rule.isExclude() || rule.isClass(className) || (plainToo && !rule.isByPattern())) {
                kept = InheritedRules.join(rule, kept);
            }
        }
        return kept;
    }

    private static boolean hasSelecting(MethodRule[] rules) {
        for (MethodRule rule : rules) {
            if (!rule.isExclude()) {
                return true;
            }
        }
        return false;
    }

    /** Classes that were defined before all their supertypes were known. */
    LateClasses late() {
        return late;
    }

    /** Finds the rules for a class of {@link #late}, now that it and its supertypes are loaded. */
    MethodRule[] matchLate(Class<?> type) {
        if (inherited != null) {
            inherited.learnSupertypes(type);
        }
        return match(type);
    }

    /** This filter for the classes of one loader. */
    MethodFilter filter(ClassLoader loader) {
        return readsTypes ? new InLoader(loader) : this;
    }

    @Override
    public boolean excludes(String className, String methodName) {
        return excludes.excludes(className, methodName);
    }

    @Override
    public boolean admits(MethodRule rule, String className, String methodAndDescriptor) {
        return report.admits(rule, className, methodAndDescriptor);
    }

    @Override
    public void saw(String className, MethodRule[] rules, List<String> methodNames) {
        report.saw(className, rules, methodNames);
    }

    /** Takes note of a class that could not be woven. */
    void failed(MethodRule[] rules) {
        report.failed(rules);
    }

    private boolean isExcluded(String internalName) {
        return excludes.excludes(internalName.replace('/', '.'));
    }

    /** A filter that can look up annotations of annotations, and other types. */
    private final class InLoader implements MethodFilter {
        private final ClassLoader loader;

        InLoader(ClassLoader loader) {
            this.loader = loader;
        }

        @Override
        public boolean excludes(String className, String methodName) {
            return RuleMatcher.this.excludes(className, methodName);
        }

        @Override
        public Set<String> annotationsAbove(String annotation) {
            return metaAnnotations == null ? Collections.emptySet() : metaAnnotations.above(loader, annotation);
        }

        @Override
        public byte[] classFile(String internalName) {
            return ClassFileReader.readFile(loader, internalName);
        }

        @Override
        public boolean admits(MethodRule rule, String className, String methodAndDescriptor) {
            return RuleMatcher.this.admits(rule, className, methodAndDescriptor);
        }

        @Override
        public void saw(String className, MethodRule[] rules, List<String> methodNames) {
            RuleMatcher.this.saw(className, rules, methodNames);
        }
    }
}
