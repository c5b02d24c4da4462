/* SPDX-License-Identifier: Apache-2.0 */
package com.acme.scenario;

import java.io.IOException;

/**
 * {@code EndedThreads <threads> <callsEach>}: threads that work and end; then the process waits
 * for the end of its input.
 */
public final class EndedThreads {
    private EndedThreads() {}

    public static void main(String[] args) throws InterruptedException, IOException {
        int threadCount = Integer.parseInt(args[0]);
        int callsEach = Integer.parseInt(args[1]);
        Thread[] threads = new Thread[threadCount];
        for (int t = 0; t < threadCount; t++) {
            threads[t] = new Thread(() -> repeat(callsEach), "worker-" + t);
            threads[t].start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        System.out.println("READY");
        while (System.in.read() >= 0) {
            // Only the end counts.
        }
        System.out.println("done");
    }

    private static void repeat(int calls) {
        for (int i = 0; i < calls; i++) {
            work(i);
        }
    }

    static int work(int n) {
        return n + 1;
    }
}
