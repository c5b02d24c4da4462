/* SPDX-License-Identifier: Apache-2.0 */
package com.acme.scenario;

import java.lang.instrument.Instrumentation;

/**
 * An agent that comes before others and has classes of the application loaded, and run, before any of them is there.
 */
public final class EarlyAgent {
    private EarlyAgent() {}

    public static void premain(String arguments, Instrumentation instrumentation) throws Exception {
        Class.forName("com.acme.scenario.OneSpan", true, ClassLoader.getSystemClassLoader())
                .getMethod("main", String[].class)
                .invoke(null, (Object) new String[0]);
    }
}
