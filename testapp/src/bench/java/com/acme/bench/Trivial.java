/* SPDX-License-Identifier: Apache-2.0 */
package com.acme.bench;

/** The program whose start-up is measured: one call of one method. */
public final class Trivial {
    private Trivial() {}

    public static void main(String[] arguments) {
        if (work(arguments.length) < 0) {
            throw new IllegalStateException();
        }
    }

    static int work(int n) {
        return n + 1;
    }
}
