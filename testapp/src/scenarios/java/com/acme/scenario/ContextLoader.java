/* SPDX-License-Identifier: Apache-2.0 */
package com.acme.scenario;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** {@code ContextLoader <millis>}: one call, a while for others to work, then every live thread, one a line. */
public final class ContextLoader {
    private ContextLoader() {}

    public static void main(String[] args) throws InterruptedException {
        System.out.println("work " + work(2));
        Thread.sleep(args.length == 0 ? 0 : Long.parseLong(args[0]));
        List<String> lines = new ArrayList<>();
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            ClassLoader loader = thread.getContextClassLoader();
            lines.add("thread '" + thread.getName() + "' " + (thread.isDaemon() ? "daemon" : "user")
                    + " priority " + thread.getPriority()
                    + " loader " + (loader == null ? "none" : loader.getClass().getName()));
        }
        Collections.sort(lines);
        lines.forEach(System.out::println);
        System.out.println("main's loader is the system loader: "
                + (Thread.currentThread().getContextClassLoader() == ClassLoader.getSystemClassLoader()));
    }

    static int work(int n) {
        return n * 2;
    }
}
