/* SPDX-License-Identifier: Apache-2.0 */
package com.acme.scenario;

import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.security.cert.Certificate;

/**
 * For {@code java.system.class.loader}: defines the classes of the class path itself. Their code source is what the property
 * {@code own.code.source} says, a URL, or none.
 */
public final class OwnSystemLoader extends ClassLoader {
    static {
        registerAsParallelCapable();
    }

    public OwnSystemLoader(ClassLoader parent) {
        super(parent);
    }

    /** The JVM calls this to add an agent's jar; the parent has it already. */
    void appendToClassPathForInstrumentation(String path) {}

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            if (loaded != null) {
                return loaded;
            }
            InputStream file =
                    getParent().getResourceAsStream(name.replace('.', '/').concat(".class"));
            boolean ours = name.startsWith("com.acme.") || name.startsWith("io.fasttelemetry.");
            return ours && file != null ? define(name, file) : super.loadClass(name, resolve);
        }
    }

    private Class<?> define(String name, InputStream file) throws ClassNotFoundException {
        try (InputStream in = file) {
            byte[] bytes = in.readAllBytes();
            return defineClass(name, bytes, 0, bytes.length, domain());
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }

    @SuppressWarnings("deprecation") // URL's constructor, on later JDKs
    private static ProtectionDomain domain() throws MalformedURLException {
        String source = System.getProperty("own.code.source");
        if (source == null) {
            return null;
        }
        return new ProtectionDomain(new CodeSource(new URL(source), (Certificate[]) null), null);
    }
}
