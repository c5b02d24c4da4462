/* SPDX-License-Identifier: Apache-2.0 */
package com.acme.scenario;

/** Twenty stack overflows in a recursive method, each caught, then five calls that have no caller. */
public final class Recursion {
    private Recursion() {}

    public static void main(String[] args) {
        int caught = 0;
        for (int i = 0; i < 20; i++) {
            try {
                dive(1);
            } catch (StackOverflowError e) {
                caught++;
            }
        }
        System.out.println("caught " + caught);
        for (int i = 0; i < 5; i++) {
            System.out.println("top " + top(i));
        }
        System.out.println("factorial " + factorial(10));
    }

    static int dive(int depth) {
        return dive(depth + 1) + 1;
    }

    static int top(int n) {
        return n * n;
    }

    static long factorial(int n) {
        return n < 2 ? 1 : n * factorial(n - 1);
    }
}
