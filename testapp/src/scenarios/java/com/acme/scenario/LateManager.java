/* SPDX-License-Identifier: Apache-2.0 */
package com.acme.scenario;

/**
 * Sets the JDK's security manager before the first span; then calls traced methods, some of them in a class that is
 * loaded only now.
 */
public final class LateManager {
    private LateManager() {}

    @SuppressWarnings({"removal", "deprecation"})
    public static void main(String[] args) throws InterruptedException {
        System.setSecurityManager(new SecurityManager());
        int sum = work(1) + new Late().work(2);
        Thread.sleep(500);
        System.out.println("sum " + (sum + work(3)));
    }

    static int work(int n) {
        return n;
    }

    /** What the rule names; its subclass is found only by reading it. */
    static class Base {
        int work(int n) {
            return n;
        }
    }

    static final class Late extends Base {
        @Override
        int work(int n) {
            return n * 2;
        }
    }
}
