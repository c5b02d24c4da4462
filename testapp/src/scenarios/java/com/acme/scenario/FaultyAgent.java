/* SPDX-License-Identifier: Apache-2.0 */
package com.acme.scenario;

import java.io.FileOutputStream;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;

/**
 * An agent around the agent: hands it an Instrumentation that notes every call in a file, and fails at one of them.
 * Options: {@code <which call, 0 for none>,<class of what is thrown>,<file>}.
 */
public final class FaultyAgent {
    private FaultyAgent() {}

    public static void premain(String options, Instrumentation real) throws Exception {
        String[] parts = options.split(",");
        Throwable failure =
                (Throwable) Class.forName(parts[1]).getDeclaredConstructor().newInstance();
        Object faulty = Proxy.newProxyInstance(
                FaultyAgent.class.getClassLoader(),
                new Class<?>[] {Instrumentation.class},
                new Calls(real, Integer.parseInt(parts[0]), failure, parts[2]));
        Class.forName("io.fasttelemetry.agent.AgentPremain")
                .getMethod("premain", String.class, Instrumentation.class)
                .invoke(null, null, faulty);
    }

    private static final class Calls implements InvocationHandler {
        private final Instrumentation real;
        private final int failing;
        private final Throwable failure;
        private final String file;
        private int count;

        Calls(Instrumentation real, int failing, Throwable failure, String file) {
            this.real = real;
            this.failing = failing;
            this.failure = failure;
            this.file = file;
        }

        @Override
        public synchronized Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
            count++;
            try (FileOutputStream out = new FileOutputStream(file, true)) {
                out.write((method.getName() + "\n").getBytes(StandardCharsets.UTF_8));
            }
            if (count == failing) {
                throw failure;
            }
            try {
                return method.invoke(real, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }
    }
}
