/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.control;

import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.util.Properties;

/**
 * Attaches to another JVM, until closed. Uses reflection, since {@code jdk.attach} is in the system loader, which the
 * agent's loader does not see, and not in every Java runtime.
 *
 * <p>Reading the properties loads nothing into that JVM. {@link #loadAgent} does, and from 21 on that JVM prints a
 * warning on its standard error unless it was started with {@code -XX:+EnableDynamicAgentLoading}. One thread.
 */
final class Attachment implements AutoCloseable {
    private final Class<?> type;
    private final Object machine;

    /** Attaches; throws {@link ClassNotFoundException} on a Java runtime that cannot. */
    Attachment(String pid) throws ReflectiveOperationException {
        type = Class.forName("com.sun.tools.attach.VirtualMachine", true, ClassLoader.getSystemClassLoader());
        machine = type.getMethod("attach", String.class).invoke(null, pid);
    }

    /** The text that the agent there has published under this key, or null. */
    String property(String key) throws ReflectiveOperationException {
        Properties properties =
                (Properties) type.getMethod("getAgentProperties").invoke(machine);
        return properties.getProperty(key);
    }

    void loadAgent(File jar, String arguments) throws ReflectiveOperationException {
        type.getMethod("loadAgent", String.class, String.class).invoke(machine, jar.getAbsolutePath(), arguments);
    }

    @Override
    public void close() throws ReflectiveOperationException {
        try {
            type.getMethod("detach").invoke(machine);
        } catch (InvocationTargetException e) {
            // that JVM has ended meanwhile
        }
    }
}
