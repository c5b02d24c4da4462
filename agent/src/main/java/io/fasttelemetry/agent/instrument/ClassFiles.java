/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.instrument;

import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The class files in jars and folders, also in jars within jars, and below {@code BOOT-INF/classes} and {@code
 * WEB-INF/classes}, as a loader that serves them as resources and defines none. The first of equal names counts. For
 * one thread.
 */
final class ClassFiles extends ClassLoader implements Closeable {
    private static final String SUFFIX = ".class";
    private static final String[] ROOTS = {"BOOT-INF/classes/", "WEB-INF/classes/"};

    private final Map<String, Source> files = new LinkedHashMap<>();
    private final List<ZipFile> jars = new ArrayList<>();
    private final List<File> temporary = new ArrayList<>();

    private ClassFiles() {
        super(null);
    }

    static ClassFiles open(List<String> paths) throws IOException {
        ClassFiles classes = new ClassFiles();
        try {
            for (String path : paths) {
                File file = new File(path);
                if (file.isDirectory()) {
                    classes.addFolder(file, "");
                } else {
                    classes.addJar(file);
                }
            }
            return classes;
        } catch (IOException | RuntimeException e) {
            classes.close();
            throw e;
        }
    }

    /** Internal names of all classes. */
    Set<String> names() {
        return files.keySet();
    }

    byte[] read(String internalName) throws IOException {
        Source source = files.get(internalName);
        try (InputStream in = source.open()) {
            return in.readAllBytes();
        }
    }

    private void addFolder(File folder, String prefix) {
        File[] children = folder.listFiles();
        for (File child : children == null ? new File[0] : children) {
            if (child.isDirectory()) {
                addFolder(child, prefix + child.getName() + "/");
            } else if (isClass(child.getName())) {
                add(prefix + child.getName(), new Source(null, null, child));
            }
        }
    }

    private void addJar(File file) throws IOException {
        ZipFile jar = new ZipFile(file);
        jars.add(jar);
        Enumeration<? extends ZipEntry> entries = jar.entries();
        while (entries.hasMoreElements()) {
            ZipEntry entry = entries.nextElement();
            String name = entry.getName();
            if (isClass(name) && !name.startsWith("META-INF/")) {
                add(withoutRoot(name), new Source(jar, entry, null));
            } else if (name.endsWith(".jar")) {
                addJar(extract(jar, entry));
            }
        }
    }

    private static boolean isClass(String name) {
        return name.endsWith(SUFFIX) && !name.endsWith("module-info.class") && !name.endsWith("package-info.class");
    }

    private static String withoutRoot(String name) {
        for (String root : ROOTS) {
            if (name.startsWith(root)) {
                return name.substring(root.length());
            }
        }
        return name;
    }

    private void add(String name, Source source) {
        files.putIfAbsent(name.substring(0, name.length() - SUFFIX.length()), source);
    }

    private File extract(ZipFile jar, ZipEntry entry) throws IOException {
        File file = File.createTempFile("fast-telemetry-check", ".jar");
        temporary.add(file);
        try (InputStream in = jar.getInputStream(entry);
                FileOutputStream out = new FileOutputStream(file)) {
            in.transferTo(out);
        }
        return file;
    }

    @Override
    public InputStream getResourceAsStream(String name) {
        String internalName = name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name;
        try {
            return files.containsKey(internalName) ? new ByteArrayInputStream(read(internalName)) : null;
        } catch (IOException e) {
            return null;
        }
    }

    @Override
    public void close() throws IOException {
        for (ZipFile jar : jars) {
            jar.close();
        }
        for (File file : temporary) {
            file.delete();
        }
    }

    /** Place of a class file: an entry of a jar, or a file. */
    private static final class Source {
        private final ZipFile jar;
        private final ZipEntry entry;
        private final File file;

        Source(ZipFile jar, ZipEntry entry, File file) {
            this.jar = jar;
            this.entry = entry;
            this.file = file;
        }

        InputStream open() throws IOException {
            return jar == null ? new FileInputStream(file) : jar.getInputStream(entry);
        }
    }
}
