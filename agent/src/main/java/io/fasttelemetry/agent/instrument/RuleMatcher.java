/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.instrument;

import io.fasttelemetry.agent.rules.ClassExcludes;
import io.fasttelemetry.agent.rules.MethodRule;
import io.fasttelemetry.agent.rules.MethodRules;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Finds the rules that apply to a class: those that name it, and those that name a supertype of it.
 *
 * <p>Works on names and class files alone. A supertype that was not seen yet is read through the class's own loader,
 * never loaded: a class that is loaded from inside a transformer would escape all transformers. What a supertype
 * inherits is remembered per loader. A supertype that cannot be found contributes nothing.
 *
 * <p>Thread-safe; called on whichever thread loads a class.
 */
final class RuleMatcher implements MethodFilter {
    private static final MethodRule[] NONE = {};

    private final Map<String, MethodRule> byInternalName = new HashMap<>();
    private final boolean namesJdkTypes;
    private final ClassExcludes excludes;
    private final LoaderCache<MethodRule[]> inherited = new LoaderCache<>();

    RuleMatcher(MethodRules rules, ClassExcludes excludes) {
        this.excludes = excludes;
        boolean jdk = false;
        for (MethodRule rule : rules.rules()) {
            String name = rule.className().replace('.', '/');
            byInternalName.put(name, rule);
            jdk |= isJdk(name) || name.startsWith("javax/");
        }
        namesJdkTypes = jdk;
    }

    /** Rules for a class that is being defined; empty if there are none. */
    MethodRule[] match(ClassLoader loader, String internalName, byte[] classFile) {
        if (isExcluded(internalName)) {
            return NONE;
        }
        return join(byInternalName.get(internalName), ofSupertypes(loader, ClassHeader.parse(classFile)));
    }

    /** Rules for a class that is loaded. */
    MethodRule[] match(Class<?> type) {
        String internalName = type.getName().replace('.', '/');
        return isExcluded(internalName) ? NONE : ofLoaded(type, internalName, new HashSet<>());
    }

    @Override
    public boolean excludes(String className, String methodName) {
        return excludes.excludes(className, methodName);
    }

    private boolean isExcluded(String internalName) {
        return excludes.excludes(internalName.replace('/', '.'));
    }

    /** @param seen what was looked at already: interfaces can be inherited along very many paths */
    private MethodRule[] ofLoaded(Class<?> type, String internalName, Set<Class<?>> seen) {
        if (!seen.add(type)) {
            return NONE;
        }
        MethodRule[] found = join(byInternalName.get(internalName), NONE);
        Class<?> superclass = type.getSuperclass();
        if (superclass != null && superclass != Object.class) {
            found = join(found, ofLoaded(superclass, superclass.getName().replace('.', '/'), seen));
        }
        for (Class<?> parent : type.getInterfaces()) {
            found = join(found, ofLoaded(parent, parent.getName().replace('.', '/'), seen));
        }
        return found;
    }

    private MethodRule[] ofSupertypes(ClassLoader loader, ClassHeader header) {
        if (header == null) {
            return NONE;
        }
        MethodRule[] found = ofSupertype(loader, header.superName);
        for (String name : header.interfaceNames) {
            found = join(found, ofSupertype(loader, name));
        }
        return found;
    }

    private MethodRule[] ofSupertype(ClassLoader loader, String name) {
        if (name == null || name.equals("java/lang/Object")) {
            return NONE;
        }
        if (isJdk(name)) {
            return namesJdkTypes ? ofJdkType(name) : NONE;
        }
        MethodRule[] known = inherited.get(loader, name);
        if (known == null) {
            known = join(byInternalName.get(name), ofSupertypes(loader, read(loader, name)));
            inherited.put(loader, name, known);
        }
        return known;
    }

    /**
     * JDK types never extend the application's; they are loaded through the platform loader, so
     * no transformer is missed.
     */
    private MethodRule[] ofJdkType(String name) {
        try {
            Class<?> type = Class.forName(name.replace('/', '.'), false, ClassLoader.getPlatformClassLoader());
            return ofLoaded(type, name, new HashSet<>());
        } catch (ClassNotFoundException | LinkageError e) {
            return NONE;
        }
    }

    private static ClassHeader read(ClassLoader loader, String name) {
        try (InputStream in = loader.getResourceAsStream(name.concat(".class"))) {
            return in == null ? null : ClassHeader.parse(in.readAllBytes());
        } catch (IOException | RuntimeException | LinkageError e) {
            return null; // a loader's own code may fail in many ways, and this is only about a supertype
        }
    }

    private static boolean isJdk(String internalName) {
        return internalName.startsWith("java/") || internalName.startsWith("jdk/") || internalName.startsWith("sun/");
    }

    private static MethodRule[] join(MethodRule first, MethodRule[] others) {
        return first == null ? others : join(new MethodRule[] {first}, others);
    }

    /** Each rule once: a supertype can be reached along several paths. */
    private static MethodRule[] join(MethodRule[] first, MethodRule[] second) {
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
}
