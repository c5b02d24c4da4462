/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.control;

import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.util.Properties;

/**
 * The line to another JVM, until closed. By reflection, because {@code jdk.attach} belongs to the system loader, which
 * the agent's loader does not see, and not every Java has it.
 *
 * <p>Reading the properties loads nothing into that JVM. {@link #loadAgent} does, and from 21 on the JVM says so on its
 * standard error unless it was started with {@code -XX:+EnableDynamicAgentLoading}. One thread.
 */
final class Attachment implements AutoCloseable {
    private final Class<?> type;
    private final Object machine;

    /** Fails with {@link ClassNotFoundException} on a Java that cannot attach. */
    Attachment(String pid) throws ReflectiveOperationException {
        type = Class.forName("com.sun.tools.attach.VirtualMachine", true, ClassLoader.getSystemClassLoader());
        machine = type.getMethod("attach", String.class).invoke(null, pid);
    }

    /** What the agent there has published under this key, or null. */
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
            // it has ended meanwhile
        }
    }
}
