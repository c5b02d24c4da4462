/* SPDX-License-Identifier: Apache-2.0 */
package com.acme.scenario;

import java.io.IOException;
import java.io.InputStream;

/** Runs a plugin in a loader with a list of the names that plugins may use, as sandboxes have. */
public final class NarrowLoader {
    private NarrowLoader() {}

    /** What is loaded by a loader of its own. */
    public static final class Plugin implements Runnable {
        @Override
        public void run() {
            System.out.println("plugin " + work(20));
        }

        int work(int n) {
            return n * 2 + 2;
        }
    }

    /** Allows three classes of the JDK and the plugin. */
    private static final class Sandbox extends ClassLoader {
        Sandbox() {
            super(NarrowLoader.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.endsWith("$Plugin")) {
                Class<?> loaded = findLoadedClass(name);
                return loaded == null ? define(name) : loaded;
            }
            switch (name) {
                case "java.lang.Object":
                case "java.lang.Runnable":
                case "java.lang.String":
                case "java.lang.System":
                case "java.io.PrintStream":
                case "java.lang.invoke.StringConcatFactory":
                case "java.lang.invoke.MethodHandles":
                case "java.lang.invoke.MethodHandles$Lookup":
                case "java.lang.invoke.MethodType":
                case "java.lang.invoke.CallSite":
                    return super.loadClass(name, resolve);
                default:
                    throw new ClassNotFoundException(name + " is not for plugins");
            }
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] bytes = in.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }

    public static void main(String[] args) throws Exception {
        for (int i = 0; i < 2; i++) {
            Runnable plugin = (Runnable) new Sandbox()
                    .loadClass("com.acme.scenario.NarrowLoader$Plugin")
                    .getDeclaredConstructor()
                    .newInstance();
            plugin.run();
        }
        System.out.println("own " + new Plugin().work(1));
    }
}
