/* SPDX-License-Identifier: Apache-2.0 */
package com.acme.scenario;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.security.cert.Certificate;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * For {@code java.system.class.loader}: defines the classes of the class path itself. Their code source is what the
 * property {@code own.code.source} says, a URL, or none.
 */
public final class OwnSystemLoader extends ClassLoader {
    static {
        registerAsParallelCapable();
    }

    private ZipFile agent;

    public OwnSystemLoader(ClassLoader parent) {
        super(parent);
    }

    /** The JVM calls this to add an agent's jar. Its classes are found, as resources they are not. */
    void appendToClassPathForInstrumentation(String path) throws IOException {
        agent = new ZipFile(path);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            if (loaded != null) {
                return loaded;
            }
            if (!name.startsWith("com.acme.") && !name.startsWith("io.fasttelemetry.")) {
                return super.loadClass(name, resolve);
            }
            try (InputStream file = open(name.replace('.', '/').concat(".class"))) {
                if (file == null) {
                    throw new ClassNotFoundException(name);
                }
                byte[] bytes = file.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length, domain());
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }

    private InputStream open(String path) throws IOException {
        ZipEntry entry = agent == null ? null : agent.getEntry(path);
        return entry == null ? getParent().getResourceAsStream(path) : agent.getInputStream(entry);
    }

    private static ProtectionDomain domain() throws IOException {
        String source = System.getProperty("own.code.source");
        return source == null
                ? null
                : new ProtectionDomain(new CodeSource(URI.create(source).toURL(), (Certificate[]) null), null);
    }
}
