/* SPDX-License-Identifier: Apache-2.0 */
package com.acme.scenario;

import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.Instrumentation;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Looks for the agent's rights in the JDK with all that an application has. First for its class loaders, from the
 * classes that can be seen by name and from every thread and thread group. Then from the callers of a method of its
 * own that the agent calls. From each class it follows the fields, and tries to reach into {@code java.lang} in its
 * name.
 */
public final class Trespasser {
    private static final String PREFIX = "io.fasttelemetry.";

    private final Map<Object, Object> seen = new IdentityHashMap<>();
    private final ArrayDeque<Object> open = new ArrayDeque<>();
    private final Set<Class<?>> hidden = new LinkedHashSet<>();
    private final Set<String> rights = new LinkedHashSet<>();

    private Trespasser() {}

    public static void main(String[] args) throws Exception {
        System.out.println("work " + work(1));
        Thread.sleep(1000); // for the agent to start what it starts to send
        Trespasser one = new Trespasser();
        one.visit(Class.forName("io.fasttelemetry.agent.AgentPremain"));
        one.visit(Class.forName("io.fasttelemetry.agent.AgentClassLoader"));
        for (String name : new String[] {"Tracer", "ThreadState", "SpanCollector", "AgentThreadGroup", "JdkFields"}) {
            one.visit(Class.forName("java.lang.FastTelemetry" + name));
        }
        one.visitThreads();
        one.follow();
        System.out.println("hidden classes found: " + one.hidden.size() + " " + one.hidden);

        Peeking loader = new Peeking(one);
        Class.forName("com.acme.scenario.Trespasser$Late", true, loader);
        one.follow();
        System.out.println("hidden classes found in calls: " + (one.hidden.size() > 0));
        System.out.println("rights: " + one.rights);
    }

    static int work(int n) {
        return n + 1;
    }

    private void visitThreads() {
        ThreadGroup root = Thread.currentThread().getThreadGroup();
        while (root.getParent() != null) {
            root = root.getParent();
        }
        ThreadGroup[] groups = new ThreadGroup[100];
        int count = root.enumerate(groups, true);
        for (int i = 0; i < count; i++) {
            visit(groups[i]);
        }
        Thread[] threads = new Thread[1000];
        int live = root.enumerate(threads, true);
        System.out.println("threads of the agent: " + live(threads, live));
        for (int i = 0; i < live; i++) {
            visit(threads[i]);
            visit(threads[i].getContextClassLoader());
            visit(threads[i].getUncaughtExceptionHandler());
        }
    }

    private static boolean live(Thread[] threads, int count) {
        for (int i = 0; i < count; i++) {
            if (threads[i].getName().equals("span-exporter")) {
                return true;
            }
        }
        return false;
    }

    private void visit(Object object) {
        if (object != null && seen.put(object, object) == null) {
            open.add(object);
        }
    }

    private void follow() throws IllegalAccessException {
        while (!open.isEmpty()) {
            Object object = open.remove();
            if (object instanceof Instrumentation || object instanceof MethodHandles.Lookup) {
                rights.add("kept: " + object);
            }
            if (object instanceof Class) {
                enter((Class<?>) object);
            } else if (object instanceof ClassLoader) {
                visit(((ClassLoader) object).getParent());
            } else if (object instanceof Object[]) {
                for (int i = 0; i < Array.getLength(object); i++) {
                    visit(Array.get(object, i));
                }
            }
            visit(object.getClass());
            for (Class<?> type = object.getClass(); isForeign(type); type = type.getSuperclass()) {
                readFields(type, object);
            }
        }
    }

    private static boolean isForeign(Class<?> type) {
        return type != null && !type.getModule().isNamed() && type != Trespasser.class;
    }

    private void enter(Class<?> type) throws IllegalAccessException {
        visit(type.getClassLoader());
        if (!isForeign(type) || type.isArray()) {
            return;
        }
        if (type.getClassLoader() != Trespasser.class.getClassLoader()
                && type.getName().startsWith(PREFIX)) {
            hidden.add(type);
        }
        readFields(type, null);
        if (!type.getName().startsWith("com.acme.")) {
            try {
                MethodHandles.Lookup there = MethodHandles.privateLookupIn(type, MethodHandles.lookup());
                rights.add(MethodHandles.privateLookupIn(Object.class, there) + " by " + type);
            } catch (IllegalAccessException e) {
                // as it should be
            }
        }
    }

    private void readFields(Class<?> type, Object object) throws IllegalAccessException {
        for (Field field : type.getDeclaredFields()) {
            boolean wanted = Modifier.isStatic(field.getModifiers()) == (object == null);
            if (wanted && !field.getType().isPrimitive() && field.trySetAccessible()) {
                visit(field.get(object));
            }
        }
    }

    /** Defines {@link Late} itself, and is asked by the agent for its superclass. */
    private static final class Peeking extends ClassLoader {
        private final Trespasser one;

        Peeking(Trespasser one) {
            super(Trespasser.class.getClassLoader());
            this.one = one;
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.equals("com.acme.scenario.Trespasser$Late")) {
                return super.loadClass(name, resolve);
            }
            try (InputStream in = super.getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] bytes = in.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }

        @Override
        public InputStream getResourceAsStream(String name) {
            StackWalker.getInstance(Collections.singleton(StackWalker.Option.RETAIN_CLASS_REFERENCE))
                    .forEach(frame -> one.visit(frame.getDeclaringClass()));
            return super.getResourceAsStream(name);
        }
    }

    /** What the rule names. */
    public static class Base {
        public int work(int n) {
            return n;
        }
    }

    /** Between them, so that its class file has to be read. */
    public static class Middle extends Base {}

    public static final class Late extends Middle {
        @Override
        public int work(int n) {
            return n * 2;
        }
    }
}
