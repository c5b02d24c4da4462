/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.instrument;

import io.fasttelemetry.agent.rules.MethodRule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds the rules that name a supertype of a class.
 *
 * <p>Types that passed through the transformer or were found loaded are remembered per loader. The class file of any
 * other supertype is read through the class's own loader; the type is never loaded, since a class that is loaded inside
 * a transformer would escape all transformers. One that cannot be read may be defined later, since some types exist in
 * memory only: that answer is not remembered, and {@link Search#isComplete} is false.
 *
 * <p>Thread-safe; called on whichever thread loads a class.
 */
final class InheritedRules {
    private static final MethodRule[] NONE = {};
    private static final ClassLoader PLATFORM = ClassLoader.getPlatformClassLoader();

    private final Map<String, MethodRule[]> byInternalName = new HashMap<>();
    /** Rules with patterns of class names; empty unless the user asked for their subtypes. */
    private final MethodRule[] patterns;

    private final boolean namesJdkTypes;
    private final LoaderCache<SeenTypes> seen = new LoaderCache<>();

    InheritedRules(List<MethodRule> rules) {
        List<MethodRule> withStars = new ArrayList<>();
        boolean jdk = false;
        for (MethodRule rule : rules) {
            if (rule.isForOneClass()) {
                index(rule, byInternalName);
            } else {
                withStars.add(rule);
            }
            jdk |= isJdkName(rule.className());
        }
        patterns = withStars.toArray(new MethodRule[0]);
        namesJdkTypes = jdk;
    }

    /** Adds a rule for one class to a map, also under its name as a nested class. */
    static void index(MethodRule rule, Map<String, MethodRule[]> byInternalName) {
        put(byInternalName, rule.className(), rule);
        String nested = rule.nestedClassName();
        if (nested != null) {
            put(byInternalName, nested, rule);
        }
    }

    private static void put(Map<String, MethodRule[]> map, String className, MethodRule rule) {
        String name = className.replace('.', '/');
        MethodRule[] known = map.get(name);
        map.put(name, known == null ? new MethodRule[] {rule} : join(known, new MethodRule[] {rule}));
    }

    /** The rules that name this type, or match its name. */
    MethodRule[] named(String internalName) {
        MethodRule[] found = byInternalName.get(internalName);
        for (MethodRule pattern : patterns) {
            if (pattern.matchesClass(internalName)) {
                found = join(pattern, found == null ? NONE : found);
            }
        }
        return found == null ? NONE : found;
    }

    private static boolean isJdkName(String className) {
        return className.startsWith("java.")
                || className.startsWith("javax.")
                || className.startsWith("jdk.")
                || className.startsWith("sun.");
    }

    /**
     * Finds the rules for a class that is being defined, its own and those of its supertypes, as far as they are known.
     */
    Search find(ClassLoader loader, String internalName, ClassHeader header, byte[] classFile) {
        Search search = new Search(loader);
        MethodRule[] own = named(internalName);
        MethodRule[] above = search.ofSupertypes(header);
        search.rules = join(own, above);
        SeenTypes types = typesOf(loader);
        if (!search.complete) {
            types.putOpen(internalName, header);
        } else if (!header.isFinal()) {
            MethodRule[] passedOn =
                    header.isInterface() ? InterfaceRules.passedOn(own, loader, internalName, classFile) : own;
            types.put(internalName, join(passedOn, above));
        }
        return search;
    }

    /** Finds the rules for a loaded class, and remembers them for subtypes that are defined later. */
    MethodRule[] ofLoaded(Class<?> type) {
        MethodRule[] above = aboveLoaded(type, new HashSet<>());
        MethodRule[] own = named(internalName(type));
        ClassLoader loader = type.getClassLoader();
        if (loader != null && !type.isArray()) {
            SeenTypes types = typesOf(loader);
            types.put(internalName(type), join(passedOn(type, own), above));
        }
        return join(own, above);
    }

    /**
     * Remembers the rules of a loaded class's direct supertypes under their names, for its loader, even if other
     * loaders defined them.
     */
    void learnSupertypes(Class<?> type) {
        SeenTypes types = typesOf(type.getClassLoader());
        learn(types, type.getSuperclass());
        for (Class<?> parent : type.getInterfaces()) {
            learn(types, parent);
        }
    }

    private void learn(SeenTypes types, Class<?> parent) {
        if (parent != null && parent.getClassLoader() != null) {
            types.put(internalName(parent), ofLoaded(parent, internalName(parent), new HashSet<>()));
        }
    }

    /**
     * All rules that a loaded type passes on to its subtypes.
     *
     * @param seenTypes types that were visited already: an interface can be inherited along very many paths
     */
    private MethodRule[] ofLoaded(Class<?> type, String internalName, Set<Class<?>> seenTypes) {
        if (!seenTypes.add(type)) {
            return NONE;
        }
        return join(passedOn(type, named(internalName)), aboveLoaded(type, seenTypes));
    }

    private static MethodRule[] passedOn(Class<?> type, MethodRule[] own) {
        return own.length > 0 && type.isInterface()
                ? InterfaceRules.passedOn(own, type.getClassLoader(), internalName(type), null)
                : own;
    }

    /** The rules of a loaded class's supertypes. */
    private MethodRule[] aboveLoaded(Class<?> type, Set<Class<?>> seenTypes) {
        MethodRule[] found = NONE;
        Class<?> superclass = type.getSuperclass();
        if (superclass != null && superclass != Object.class) {
            found = join(found, ofLoaded(superclass, internalName(superclass), seenTypes));
        }
        for (Class<?> parent : type.getInterfaces()) {
            found = join(found, ofLoaded(parent, internalName(parent), seenTypes));
        }
        return found;
    }

    private SeenTypes typesOf(ClassLoader loader) {
        SeenTypes types = seen.get(loader);
        return types != null ? types : seen.putIfAbsent(loader, new SeenTypes());
    }

    /**
     * Finds the rules of a JDK type. It is loaded, through the platform loader: JDK types never extend the
     * application's, so no class of the application escapes the transformers.
     */
    private MethodRule[] ofJdkType(String name) {
        try {
            Class<?> type = Class.forName(name.replace('/', '.'), false, PLATFORM);
            return ofLoaded(type, name, new HashSet<>());
        } catch (ClassNotFoundException | LinkageError e) {
            return NONE;
        }
    }

    /** The rules of a type as known for the loader's parents; null if none of them knows it. */
    private MethodRule[] knownToParents(ClassLoader loader, String name) {
        for (ClassLoader at = loader.getParent(); at != null && at != PLATFORM; at = at.getParent()) {
            SeenTypes types = seen.get(at);
            MethodRule[] known = types == null ? null : types.get(name);
            if (known != null) {
                return known;
            }
        }
        return null;
    }

    private static String internalName(Class<?> type) {
        return type.getName().replace('.', '/');
    }

    private static boolean isJdk(String internalName) {
        return internalName.startsWith("java/") || internalName.startsWith("jdk/") || internalName.startsWith("sun/");
    }

    static MethodRule[] join(MethodRule first, MethodRule[] others) {
        return first == null ? others : join(new MethodRule[] {first}, others);
    }

    /** Joins two lists, with each rule once: a supertype can be reached along several paths. */
    static MethodRule[] join(MethodRule[] first, MethodRule[] second) {
        if (first.length == 0 || second.length == 0) {
            return first.length == 0 ? second : first;
        }
        MethodRule[] both = first;
        for (MethodRule rule : second) {
            if (!contains(first, rule)) {
                both = Arrays.copyOf(both, both.length + 1);
                both[both.length - 1] = rule;
            }
        }
        return both;
    }

    private static boolean contains(MethodRule[] rules, MethodRule wanted) {
        for (MethodRule rule : rules) {
            if (rule == wanted) {
                return true;
            }
        }
        return false;
    }

    /** One search through the supertypes of a class. For one thread. */
    final class Search {
        private final ClassLoader loader;
        private MethodRule[] rules = NONE;
        private boolean complete = true;
        /** The rules of types that this search has visited or is visiting; null until a type has to be read. */
        private Map<String, MethodRule[]> visited;

        Search(ClassLoader loader) {
            this.loader = loader;
        }

        MethodRule[] rules() {
            return rules;
        }

        /** Whether all supertypes are known; if not, there may be more rules. */
        boolean isComplete() {
            return complete;
        }

        private MethodRule[] ofSupertypes(ClassHeader header) {
            MethodRule[] found = ofSupertype(header.superName);
            for (String name : header.interfaceNames) {
                found = join(found, ofSupertype(name));
            }
            return found;
        }

        private MethodRule[] ofSupertype(String name) {
            if (name == null || name.equals("java/lang/Object")) {
                return NONE;
            }
            if (isJdk(name)) {
                return namesJdkTypes ? ofJdkType(name) : NONE;
            }
            SeenTypes types = typesOf(loader);
            MethodRule[] known = types.get(name);
            if (known == null && visited != null) {
                known = visited.get(name);
            }
            return known != null ? known : visit(types, name);
        }

        private MethodRule[] visit(SeenTypes types, String name) {
            if (visited == null) {
                visited = new HashMap<>();
            }
            visited.put(name, NONE); // a class file may name itself as its supertype
            ClassHeader header = types.open(name);
            if (header == null) {
                header = ClassFileReader.read(loader, name);
            }
            MethodRule[] found;
            if (header == null) {
                found = knownToParents(loader, name);
                if (found == null) {
                    complete = false;
                    found = named(name);
                }
            } else {
                boolean before = complete;
                complete = true;
                MethodRule[] own = named(name);
                if (own.length > 0 && header.isInterface()) {
                    own = InterfaceRules.passedOn(own, loader, name, null);
                }
                found = join(own, ofSupertypes(header));
                if (complete) {
                    types.put(name, found);
                }
                complete &= before;
            }
            visited.put(name, found);
            return found;
        }
    }
}
