/* SPDX-License-Identifier: Apache-2.0 */
package com.acme.scenario;

/**
 * {@code Visibility <class>...}: which of these classes each loader of the application can see,
 * as class or as resource.
 */
public final class Visibility {
    private Visibility() {}

    public static void main(String[] args) throws InterruptedException {
        System.out.println("work " + work(1));
        Thread.sleep(500);
        ClassLoader[] loaders = {
            Visibility.class.getClassLoader(),
            Thread.currentThread().getContextClassLoader(),
            ClassLoader.getSystemClassLoader(),
            ClassLoader.getPlatformClassLoader(),
            null
        };
        for (String name : args) {
            boolean seen = false;
            for (ClassLoader loader : loaders) {
                seen |= isClass(name, loader) || isResource(name);
            }
            System.out.println(name + " " + (seen ? "visible" : "hidden"));
        }
    }

    private static boolean isClass(String name, ClassLoader loader) {
        try {
            Class.forName(name, false, loader);
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    private static boolean isResource(String name) {
        return ClassLoader.getSystemResource(name.replace('.', '/') + ".class") != null;
    }

    static int work(int n) {
        return n + 1;
    }
}
