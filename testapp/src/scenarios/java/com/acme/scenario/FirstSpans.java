/* SPDX-License-Identifier: Apache-2.0 */
package com.acme.scenario;

import java.io.IOException;

/**
 * Nested calls, each of which catches an exception of another; the same again for each byte of standard input, until
 * that ends.
 */
final class FirstSpans {
    private FirstSpans() {}

    public static void main(String[] args) throws IOException {
        work(2);
        System.out.println("READY");
        while (System.in.read() >= 0) {
            work(2);
        }
    }

    static void work(int depth) {
        if (depth > 0) {
            work(depth - 1);
        }
        try {
            fail(depth);
        } catch (IllegalStateException expected) {
            // its span carries an exception
        }
    }

    static void fail(int depth) {
        throw new IllegalStateException("expected at " + depth); // invokedynamic, as most classes have it
    }
}
