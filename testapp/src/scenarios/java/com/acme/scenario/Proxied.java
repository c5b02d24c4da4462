/* SPDX-License-Identifier: Apache-2.0 */
package com.acme.scenario;

import java.lang.reflect.Proxy;

/** Calls a repository through a proxy of the JDK. */
public final class Proxied {
    private Proxied() {}

    /** What the rule names. */
    public interface Repository {
        String find(int id);
    }

    static final class MapRepository implements Repository {
        @Override
        public String find(int id) {
            return "row " + id;
        }
    }

    public static void main(String[] args) {
        Repository target = new MapRepository();
        Repository proxy = (Repository) Proxy.newProxyInstance(
                Proxied.class.getClassLoader(),
                new Class<?>[] {Repository.class},
                (self, method, arguments) -> method.invoke(target, arguments));
        System.out.println(proxy.find(7));
    }
}
