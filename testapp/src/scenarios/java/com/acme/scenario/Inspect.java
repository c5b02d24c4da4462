/* SPDX-License-Identifier: Apache-2.0 */
package com.acme.scenario;

import java.io.IOException;
import java.lang.reflect.Field;
import java.util.Map;
import java.util.TreeSet;

/**
 * One call of {@code work}, then, when its standard input ends, every thread of the JVM and every shutdown hook. Needs
 * {@code --add-opens=java.base/java.lang=ALL-UNNAMED}.
 */
public final class Inspect {
    private Inspect() {}

    public static void main(String[] args) throws IOException, ReflectiveOperationException {
        System.out.println("work " + work(5));
        while (System.in.read() >= 0) {
            // Only the end counts.
        }
        TreeSet<String> lines = new TreeSet<>();
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            lines.add("thread '" + thread.getName() + "' " + (thread.isDaemon() ? "daemon" : "user") + " loader "
                    + name(thread.getContextClassLoader()));
        }
        Field hooks = Class.forName("java.lang.ApplicationShutdownHooks").getDeclaredField("hooks");
        hooks.setAccessible(true);
        for (Object hook : ((Map<?, ?>) hooks.get(null)).keySet()) {
            lines.add("hook '" + ((Thread) hook).getName() + "'");
        }
        lines.forEach(System.out::println);
    }

    private static String name(ClassLoader loader) {
        return loader == null ? "none" : loader.getName();
    }

    static int work(int n) {
        return n + 2;
    }
}
