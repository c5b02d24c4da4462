/* SPDX-License-Identifier: Apache-2.0 */
package com.acme.scenario;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A call that has work done by threads it starts, and waits for it. */
public final class Handover {
    private Handover() {}

    public static void main(String[] args) throws Exception {
        ExecutorService pool = Executors.newSingleThreadExecutor();
        System.out.println("sum " + (outer(pool) + outer(pool)));
        pool.shutdown();
    }

    static int outer(ExecutorService pool) throws Exception {
        int pooled = pool.submit(() -> pooled(1)).get();
        Thread thread = new Thread(() -> started(1));
        thread.start();
        thread.join();
        return pooled + direct(1);
    }

    static int pooled(int n) {
        return n + 1;
    }

    static int started(int n) {
        return n + 2;
    }

    static int direct(int n) {
        return n + 3;
    }
}
