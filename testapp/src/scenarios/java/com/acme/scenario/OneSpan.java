/* SPDX-License-Identifier: Apache-2.0 */
package com.acme.scenario;

/** One call of {@code work}, then the end. */
public final class OneSpan {
    private OneSpan() {}

    public static void main(String[] args) {
        System.out.println("answer " + new OneSpan().work(20));
    }

    int work(int n) {
        return n * 2 + 2;
    }
}
