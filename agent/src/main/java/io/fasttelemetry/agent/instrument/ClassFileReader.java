/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.instrument;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;

/**
 * Reads the header of a class that is not loaded, through a loader. Stateless; runs the loader's code on the calling
 * thread.
 *
 * <p>Reads without the JVM-wide cache of jar connections. Through that cache the agent would share open files with the
 * application: one could close what the other reads, a replaced jar would be read in its old state, and files would
 * stay open.
 */
final class ClassFileReader {
    private ClassFileReader() {}

    /** The header, or null if the loader serves no such class file now, or fails. */
    static ClassHeader read(ClassLoader loader, String internalName) {
        byte[] file = readFile(loader, internalName);
        return file == null ? null : ClassHeader.parse(file);
    }

    /** The class file, or null if the loader serves none now, or fails. */
    static byte[] readFile(ClassLoader loader, String internalName) {
        String resource = internalName.concat(".class");
        try (InputStream in = open(loader, resource)) {
            return in == null ? null : in.readAllBytes();
        } catch (IOException | RuntimeException | LinkageError e) {
            return null; // the loader's code may fail in many ways; the supertype then counts as unknown
        }
    }

    private static InputStream open(ClassLoader loader, String resource) throws IOException {
        URL url = loader.getResource(resource);
        if (url == null) {
            return loader.getResourceAsStream(resource); // some loaders serve streams and no URLs
        }
        URLConnection connection = url.openConnection();
        try {
            connection.setUseCaches(false);
        } catch (IllegalStateException e) {
            // an application's URL handler has connected already; read it anyway
        }
        return connection.getInputStream();
    }
}
