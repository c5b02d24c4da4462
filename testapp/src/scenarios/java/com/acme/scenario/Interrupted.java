/* SPDX-License-Identifier: Apache-2.0 */
package com.acme.scenario;

/** The thread is interrupted before its first traced call; the flag has to be there afterwards. */
public final class Interrupted {
    private Interrupted() {}

    public static void main(String[] args) {
        Thread.currentThread().interrupt();
        System.out.println("work " + work(1));
        System.out.println("still interrupted " + Thread.interrupted());
        System.out.println("work " + work(2));
        System.out.println("still interrupted " + Thread.interrupted());
    }

    static int work(int n) {
        return n + 1;
    }
}
