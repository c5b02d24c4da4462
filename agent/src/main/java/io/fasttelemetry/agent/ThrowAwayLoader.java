/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationTargetException;

/**
 * Loads one class, which gets rights in modules of the JDK and loses them when this loader is forgotten: a module is
 * opened to another one as a whole, and the agent's own lives as long as the process. For one call stack; kept
 * nowhere.
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
     * Calls {@code start(String, Instrumentation)}, whose parameters are those of premain, as everywhere in the start.
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
