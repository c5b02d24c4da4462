/* SPDX-License-Identifier: Apache-2.0 */
package com.acme.scenario;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code Redeploy <n>}: loads {@link Webapp} n times, each time by a loader of its own that asks nobody but the boot
 * loader for {@code java.*}, runs it, drops the loader, and in the end waits until all loaders are gone.
 */
public final class Redeploy {
    private Redeploy() {}

    /** Knows {@code com.acme.scenario} by itself and hands on nothing but the JDK's own packages. */
    private static final class Island extends ClassLoader {
        Island() {
            super(null);
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith("java.")) {
                return super.loadClass(name, resolve);
            }
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? findClass(name) : loaded;
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            String file = "/" + name.replace('.', '/') + ".class";
            try (InputStream in = Redeploy.class.getResourceAsStream(file)) {
                if (in == null || !name.startsWith("com.acme.scenario.")) {
                    throw new ClassNotFoundException(name);
                }
                byte[] bytes = in.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }

    public static void main(String[] args) throws Exception {
        int count = Integer.parseInt(args[0]);
        List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            loaders.add(deploy());
        }
        System.out.println("deployed " + loaders.size());
        long deadlineNanos = System.nanoTime() + 20_000_000_000L;
        while (alive(loaders) > 0 && System.nanoTime() < deadlineNanos) {
            System.gc();
            Thread.sleep(20);
        }
        System.out.println("left " + alive(loaders));
    }

    private static WeakReference<ClassLoader> deploy() throws Exception {
        ClassLoader island = new Island();
        Method work = island.loadClass("com.acme.scenario.Redeploy$Webapp").getMethod("serve");
        if ((int) work.invoke(null) != 42) {
            throw new IllegalStateException("wrong answer");
        }
        return new WeakReference<>(island);
    }

    private static long alive(List<WeakReference<ClassLoader>> loaders) {
        return loaders.stream().filter(loader -> loader.get() != null).count();
    }

    /** What is deployed. */
    public static final class Webapp {
        private Webapp() {}

        public static int serve() {
            return new Webapp().answer(40);
        }

        int answer(int n) {
            return n + 2;
        }
    }
}
