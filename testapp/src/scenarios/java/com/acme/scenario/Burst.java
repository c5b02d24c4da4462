/* SPDX-License-Identifier: Apache-2.0 */
package com.acme.scenario;

/** {@code Burst <n>}: n calls without a pause on one thread. */
public final class Burst {
    private Burst() {}

    public static void main(String[] args) {
        int count = Integer.parseInt(args[0]);
        long sum = 0;
        for (int i = 0; i < count; i++) {
            sum += work(i);
        }
        System.out.println("sum " + sum);
    }

    static int work(int n) {
        return n & 15;
    }
}
