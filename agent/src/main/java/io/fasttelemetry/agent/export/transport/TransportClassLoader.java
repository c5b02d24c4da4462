/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export.transport;

import java.io.IOException;
import java.io.InputStream;

/**
 * Loads OkHttp and the sender that uses it, so that they can be loaded again: a class whose initialisation has failed,
 * which can happen to any in a full heap, is unusable for the rest of its loader's life.
 *
 * <p>The class files come from the parent, the agent's loader, to which all other classes are delegated. Any thread.
 */
final class TransportClassLoader extends ClassLoader {
    static {
        registerAsParallelCapable();
    }

    private static final String FACTORY = "io.fasttelemetry.agent.export.transport.okhttp.OkHttpSenderFactory";
    private static final String[] PACKAGES = {
        "okhttp3.", "okio.", "kotlin.", "io.fasttelemetry.agent.export.transport.okhttp."
    };

    private TransportClassLoader(ClassLoader parent) {
        super("fast-telemetry-transport", parent);
    }

    /** Makes a factory whose senders have classes of their own. */
    static SenderFactory newFactory() {
        try {
            return (SenderFactory) new TransportClassLoader(TransportClassLoader.class.getClassLoader())
                    .loadClass(FACTORY)
                    .getConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the agent's jar is damaged: ".concat(FACTORY), e);
        }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!isOurs(name)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? findClass(name) : loaded;
        }
    }

    private static boolean isOurs(String name) {
        for (String prefix : PACKAGES) {
            if (name.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        try (InputStream in =
                getParent().getResourceAsStream(name.replace('.', '/').concat(".class"))) {
            if (in == null) {
                throw new ClassNotFoundException(name);
            }
            byte[] bytes = in.readAllBytes();
            return defineClass(name, bytes, 0, bytes.length, TransportClassLoader.class.getProtectionDomain());
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }
}
