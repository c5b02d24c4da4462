/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationTargetException;

/**
 * Loads one class, which gets access to internal packages of the JDK. They are opened to this loader's unnamed module,
 * which is unreachable after the start; opened to the agent's module they would stay open for the life of the process.
 * A local variable of the start; no field refers to it.
 */
final class ThrowAwayLoader extends ClassLoader {
    private final Class<?> type;

    ThrowAwayLoader(String name) throws IOException {
        super("fast-telemetry-start", ThrowAwayLoader.class.getClassLoader());
        String file = name.replace('.', '/').concat(".class");
        try (InputStream in = getParent().getResourceAsStream(file)) {
            if (in == null) {
                throw new FileNotFoundException(file);
            }
            byte[] bytes = in.readAllBytes();
            type = defineClass(name, bytes, 0, bytes.length, ThrowAwayLoader.class.getProtectionDomain());
        }
    }

    /**
     * Calls {@code start(String, Instrumentation)}; {@link AgentClassLoader#start} says why it has premain's
     * parameters.
     */
    void call(String argument, Instrumentation instrumentation) throws Exception {
        try {
            type.getMethod("start", String.class, Instrumentation.class).invoke(null, argument, instrumentation);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof Error) {
                throw (Error) e.getCause();
            }
            throw (Exception) e.getCause();
        }
    }
}
