/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.packaging;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Everything on a class path, sorted by name; the first of two with the same name counts. Versions for later Java
 * releases and module descriptors are left out.
 *
 * @param classes class files by internal name
 * @param resources all other files by path
 */
record ClassFiles(Map<String, byte[]> classes, Map<String, byte[]> resources) {
    static ClassFiles read(String classPath) throws IOException {
        ClassFiles all = new ClassFiles(new TreeMap<>(), new TreeMap<>());
        for (String element : classPath.split(File.pathSeparator, -1)) {
            Path path = Path.of(element);
            if (Files.isDirectory(path)) {
                all.readFolder(path);
            } else {
                all.readJar(path);
            }
        }
        return all;
    }

    private void readFolder(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                add(folder.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
            }
        }
    }

    private void readJar(Path jar) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            for (Enumeration<? extends ZipEntry> entries = zip.entries(); entries.hasMoreElements(); ) {
                ZipEntry entry = entries.nextElement();
                if (!entry.isDirectory()) {
                    try (InputStream in = zip.getInputStream(entry)) {
                        add(entry.getName(), in.readAllBytes());
                    }
                }
            }
        }
    }

    private void add(String name, byte[] content) {
        if (name.startsWith("META-INF/") || name.endsWith("module-info.class")) {
            return;
        }
        if (name.endsWith(".class")) {
            classes.putIfAbsent(name.substring(0, name.length() - ".class".length()), content);
        } else {
            resources.putIfAbsent(name, content);
        }
    }
}
