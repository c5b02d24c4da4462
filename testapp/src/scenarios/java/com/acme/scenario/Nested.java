/* SPDX-License-Identifier: Apache-2.0 */
package com.acme.scenario;

/** {@code outer} calls {@code middle} twice, each of which calls {@code inner} once; {@code outer} twice in all. */
public final class Nested {
    private Nested() {}

    public static void main(String[] args) {
        Nested nested = new Nested();
        System.out.println("first " + nested.outer(1));
        System.out.println("second " + nested.outer(10));
    }

    int outer(int n) {
        return middle(n) + middle(n + 1);
    }

    int middle(int n) {
        return inner(n) * 2;
    }

    int inner(int n) {
        return n + 1;
    }
}
