/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.instrument;

import java.lang.instrument.Instrumentation;
import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Classes that were defined while one of their supertypes was unknown: the JVM shows a class to transformers before it
 * loads its superclass, and some loaders serve no class files. Once they are loaded, their supertypes are known, and
 * those with a rule can be woven.
 *
 * <p>{@link #add} is for any thread, {@link #takeLoaded} for one. Loaders are held weakly. <b>When full</b>, further
 * classes are not remembered. A class that is not loaded after {@link #MAX_ATTEMPTS} is forgotten: it could not be
 * linked.
 */
final class LateClasses {
    static final int MAX_WAITING = 4096;
    static final int MAX_ATTEMPTS = 20;

    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
    private volatile int count;

    void add(ClassLoader loader, String internalName) {
        synchronized (waiting) {
            if (waiting.size() < MAX_WAITING) {
                waiting.add(new Waiting(loader, internalName.replace('/', '.')));
                count = waiting.size();
            }
        }
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** Takes the classes that are loaded by now. */
    List<Class<?>> takeLoaded(Instrumentation instrumentation) {
        List<Waiting> asked;
        synchronized (waiting) {
            asked = new ArrayList<>(waiting);
            waiting.clear();
            count = 0;
        }
        List<Class<?>> loaded = new ArrayList<>();
        IdentityHashMap<ClassLoader, Map<String, Class<?>>> byLoader = new IdentityHashMap<>();
        for (Waiting one : asked) {
            ClassLoader loader = one.loader.get();
            if (loader == null) {
                continue;
            }
            Map<String, Class<?>> classes = byLoader.get(loader);
            if (classes == null) {
                classes = definedBy(loader, instrumentation);
                byLoader.put(loader, classes);
            }
            Class<?> type = classes.get(one.className);
            if (type != null) {
                loaded.add(type);
            } else {
                addAgain(one);
            }
        }
        return loaded;
    }

    private void addAgain(Waiting one) {
        one.attempts++;
        synchronized (waiting) {
            if (one.attempts < MAX_ATTEMPTS && waiting.size() < MAX_WAITING) {
                waiting.add(one);
                count = waiting.size();
            }
        }
    }

    private static Map<String, Class<?>> definedBy(ClassLoader loader, Instrumentation instrumentation) {
        Map<String, Class<?>> classes = new HashMap<>();
        for (Class<?> type : instrumentation.getInitiatedClasses(loader)) {
            if (type.getClassLoader() == loader) {
                classes.put(type.getName(), type);
            }
        }
        return classes;
    }

    private static final class Waiting {
        final WeakReference<ClassLoader> loader;
        final String className;
        int attempts;

        Waiting(ClassLoader loader, String className) {
            this.loader = new WeakReference<>(loader);
            this.className = className;
        }
    }
}
