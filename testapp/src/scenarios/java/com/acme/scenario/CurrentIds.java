/* SPDX-License-Identifier: Apache-2.0 */
package com.acme.scenario;

import java.lang.reflect.Method;

/**
 * What the thread can learn of its own trace, outside of spans, inside, inside an inner one and after it, however that
 * ended. Reflection, since the program is compiled without the agent.
 */
public final class CurrentIds {
    private CurrentIds() {}

    public static void main(String[] args) {
        tell("outside");
        outer();
        tell("between");
        outer();
        tell("after");
    }

    static void outer() {
        tell("outer");
        inner(1);
        tell("outer");
        try {
            inner(0);
        } catch (ArithmeticException e) {
            tell("outer");
        }
    }

    static int inner(int n) {
        tell("inner");
        return 1 / n;
    }

    private static void tell(String where) {
        System.out.println(where + " " + ask("currentTraceId") + " " + ask("currentSpanId"));
    }

    private static Object ask(String what) {
        try {
            Method method = Class.forName("java.lang.FastTelemetryTracer").getMethod(what);
            return method.invoke(null);
        } catch (ReflectiveOperationException e) {
            return "untraced";
        }
    }
}
