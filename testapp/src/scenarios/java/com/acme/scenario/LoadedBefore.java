/* SPDX-License-Identifier: Apache-2.0 */
package com.acme.scenario;

import java.io.IOException;

/** Calls {@code work} every 50 ms until its standard input ends, or for a minute: a process to attach to. */
public final class LoadedBefore {
    private static volatile boolean ended;

    private LoadedBefore() {}

    public static void main(String[] args) throws InterruptedException {
        Thread reader = new Thread(LoadedBefore::readToEnd, "stdin");
        reader.setDaemon(true);
        long sum = work(1);
        System.out.println("READY");
        reader.start();
        for (int i = 0; i < 1200 && !ended; i++) {
            sum += work(i);
            Thread.sleep(50);
        }
        System.out.println(sum > 0 ? "done" : "nothing done");
    }

    private static void readToEnd() {
        try {
            while (System.in.read() >= 0) {
                // Only the end counts.
            }
        } catch (IOException e) {
            System.out.println(e);
        }
        ended = true;
    }

    static int work(int n) {
        return n % 3 + 1;
    }
}
