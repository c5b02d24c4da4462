/* SPDX-License-Identifier: Apache-2.0 */
package com.acme.scenario;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/** {@code CommonPool <n>}: n calls on threads of the common pool, which have nothing to do in between. */
public final class CommonPool {
    private CommonPool() {}

    public static void main(String[] args) {
        int count = Integer.parseInt(args[0]);
        long sum = 0;
        for (int i = 0; i < count; i++) {
            int n = i;
            sum += CompletableFuture.supplyAsync(() -> work(n)).join();
            LockSupport.parkNanos(100_000);
        }
        System.out.println("sum " + sum);
    }

    static int work(int n) {
        return n % 5;
    }
}
