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
 * <p>Past the cache of jar connections, which the whole JVM shares: who reads through it shares an open file with the
 * application, where one closes what the other reads, an exchanged jar is read as it was, and files stay open.
 */
final class ClassFileReader {
    private ClassFileReader() {}

    /** The header, or null if the loader serves no such class file now, or fails. */
    static ClassHeader read(ClassLoader loader, String internalName) {
        String resource = internalName.concat(".class");
        try (InputStream in = open(loader, resource)) {
            return in == null ? null : ClassHeader.parse(in.readAllBytes());
        } catch (IOException | RuntimeException | LinkageError e) {
            return null; // a loader's own code may fail in many ways, and this is only about a supertype
        }
    }

    private static InputStream open(ClassLoader loader, String resource) throws IOException {
        URL url = loader.getResource(resource);
        if (url == null) {
            return loader.getResourceAsStream(resource); // some loaders serve streams and no addresses
        }
        URLConnection connection = url.openConnection();
        try {
            connection.setUseCaches(false);
        } catch (IllegalStateException e) {
            // connected already, by a handler of the application: then it is read as it is
        }
        return connection.getInputStream();
    }
}
