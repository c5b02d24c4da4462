/* SPDX-License-Identifier: Apache-2.0 */
package com.acme.scenario;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * {@code ThreadsAtRest <calls> <millis>}: so many calls within two seconds, then a rest, then every live thread, one a
 * line.
 */
public final class ThreadsAtRest {
    private static final int PORTIONS = 20;

    private ThreadsAtRest() {}

    public static void main(String[] args) throws InterruptedException {
        int calls = Integer.parseInt(args[0]);
        long sum = 0;
        for (int i = 0; i < PORTIONS; i++) {
            for (int j = 0; j < calls / PORTIONS; j++) {
                sum += work(j);
            }
            Thread.sleep(100);
        }
        System.out.println("sum " + sum);
        Thread.sleep(Long.parseLong(args[1]));
        List<String> lines = new ArrayList<>();
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            ClassLoader loader = thread.getContextClassLoader();
            lines.add("thread '" + thread.getName() + "' " + (thread.isDaemon() ? "daemon" : "user")
                    + " priority " + thread.getPriority()
                    + " loader " + (loader == null ? "none" : loader.getClass().getName()));
        }
        Collections.sort(lines);
        lines.forEach(System.out::println);
    }

    static int work(int n) {
        return n & 7;
    }
}
