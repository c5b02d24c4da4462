/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;

final class ClassFileReaderTest {
    @TempDir
    Path folder;

    private static byte[] classFile(String name, String parent) {
        ClassWriter writer = new ClassWriter(0);
        writer.visit(Opcodes.V11, Opcodes.ACC_PUBLIC, name, null, parent, null);
        return writer.toByteArray();
    }

    private Path jar(Map<String, byte[]> entries) throws Exception {
        Path jar = folder.resolve("app.jar");
        Files.deleteIfExists(jar);
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                out.putNextEntry(new JarEntry(entry.getKey()));
                out.write(entry.getValue());
            }
        }
        return jar;
    }

    private static URLClassLoader loader(Path jar) throws Exception {
        return new URLClassLoader(new URL[] {jar.toUri().toURL()}, null);
    }

    /** One that the application opened through the cache of jar connections, as {@code getResourceAsStream} does. */
    @Test
    void read_leavesStreamsOfTheApplicationOpen() throws Exception {
        Path jar = jar(Map.of("a/Base.class", classFile("a/Base", "a/Root"), "data", new byte[100_000]));
        URL data = URI.create("jar:" + jar.toUri() + "!/data").toURL();
        URLClassLoader loader = loader(jar);
        assertThat(ClassFileReader.read(loader, "a/Base").superName).isEqualTo("a/Root");
        try (InputStream stream = data.openStream()) {
            loader.close();

            assertThat(stream.readAllBytes()).hasSize(100_000);
        }
    }

    @Test
    void read_seesAJarThatWasReplaced() throws Exception {
        Path jar = jar(Map.of("a/Base.class", classFile("a/Base", "a/One")));
        ClassLoader first = loader(jar);
        assertThat(ClassFileReader.read(first, "a/Base").superName).isEqualTo("a/One");

        jar(Map.of("a/Base.class", classFile("a/Base", "a/OtherThanOne")));

        try (URLClassLoader second = loader(jar)) {
            assertThat(ClassFileReader.read(second, "a/Base").superName).isEqualTo("a/OtherThanOne");
        }
    }

    @Test
    void read_failuresOfALoaderAreNothingFound() throws Exception {
        ClassLoader broken = new ClassLoader(null) {
            @Override
            public URL getResource(String name) {
                throw new IllegalStateException("stopped");
            }
        };
        URL url = new URL(null, "memory:a", new URLStreamHandler() {
            @Override
            protected URLConnection openConnection(URL address) {
                throw new IllegalStateException("stopped");
            }
        });
        ClassLoader unreadable = new ClassLoader(null) {
            @Override
            public URL getResource(String name) {
                return url;
            }
        };

        assertThat(ClassFileReader.read(broken, "a/Base")).isNull();
        assertThat(ClassFileReader.read(unreadable, "a/Base")).isNull();
        assertThat(ClassFileReader.read(new ClassLoader(null) {}, "a/Base")).isNull();
    }
}
