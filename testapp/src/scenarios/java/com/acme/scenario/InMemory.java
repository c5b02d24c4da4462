/* SPDX-License-Identifier: Apache-2.0 */
package com.acme.scenario;

import java.io.IOException;
import java.io.InputStream;

/**
 * Classes that exist in memory only: a loader that serves no class files defines a subclass first and its superclass
 * while it does so. Calls them every 20 ms until standard input ends, or for half a minute.
 */
public final class InMemory {
    private static volatile boolean ended;

    private InMemory() {}

    /** The superclass, of which the application's class path knows the interface only. */
    public abstract static class Base implements Job {
        abstract int step();
    }

    /** Is asked for first. */
    public static final class First extends Base {
        @Override
        int step() {
            return 1;
        }

        @Override
        public int run() {
            return step() + 1;
        }
    }

    /** Is asked for when the superclass is there. */
    public static final class Second extends Base {
        @Override
        int step() {
            return 2;
        }

        @Override
        public int run() {
            return step() + 2;
        }
    }

    /** What the rule names. */
    public interface Job {
        int run();
    }

    /** Defines the classes above but the interface anew, and hands out no resources. */
    private static final class Memory extends ClassLoader {
        Memory() {
            super(InMemory.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith("com.acme.scenario.InMemory$") || name.endsWith("$Job")) {
                return super.loadClass(name, resolve);
            }
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? define(name) : loaded;
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] bytes = in.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }

        @Override
        public java.net.URL getResource(String name) {
            return null;
        }
    }

    public static void main(String[] args) throws Exception {
        ClassLoader memory = new Memory();
        Job first = job(memory, "First");
        Job second = job(memory, "Second");
        System.out.println("READY");
        Thread reader = new Thread(InMemory::readToEnd, "stdin");
        reader.setDaemon(true);
        reader.start();
        int sum = 0;
        for (int i = 0; i < 1500 && !ended; i++) {
            sum = first.run() + second.run();
            Thread.sleep(20);
        }
        System.out.println("sum " + sum);
    }

    private static Job job(ClassLoader loader, String name) throws Exception {
        return (Job) loader.loadClass("com.acme.scenario.InMemory$" + name)
                .getDeclaredConstructor()
                .newInstance();
    }

    private static void readToEnd() {
        try {
            while (System.in.read() >= 0) {
                // Only the end counts.
            }
        } catch (IOException e) {
            System.out.println(e);
        }
        ended = true;
    }
}
