/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every class of whole libraries, with every method woven, passes the JVM's verifier. */
final class CorpusTest {
    @ParameterizedTest
    @ValueSource(strings = {"kotlin-stdlib", "protobuf-java"})
    void weave_everyClassOfALibrary(String library) throws Exception {
        Map<String, byte[]> classFiles = read(library);
        Weaver weaver = Woven.weaver();
        Woven loader = new Woven();
        int woven = 0;
        for (Map.Entry<String, byte[]> file : classFiles.entrySet()) {
            byte[] result = Woven.weaveAll(weaver, file.getKey(), file.getValue());
            woven += result == file.getValue() ? 0 : 1;
            loader.put(file.getKey(), result);
        }
        assertThat(woven).isGreaterThan(400);
        assertThat(brokenClasses(classFiles.keySet(), loader)).isEmpty();
    }

    @Test
    void weave_everyClassOfALibraryWithLimitsAndValues() throws Exception {
        Map<String, byte[]> classFiles = read("kotlin-stdlib");
        Weaver weaver = Woven.weaver();
        Woven loader = new Woven();
        MethodFilter filter = new CorpusCheck.ReadingFilter(getClass().getClassLoader());
        int woven = 0;
        for (Map.Entry<String, byte[]> file : classFiles.entrySet()) {
            String name = file.getKey();
            byte[] result = weaver.weave(name, file.getValue(), Woven.rules(name + CorpusCheck.OPTIONS), filter);
            woven += result == null ? 0 : 1;
            loader.put(name, result == null ? file.getValue() : result);
        }
        assertThat(woven).isGreaterThan(400);
        assertThat(brokenClasses(classFiles.keySet(), loader)).isEmpty();
    }

    /** Asking for the methods links a class, without running anything of it. */
    private static List<String> brokenClasses(Iterable<String> names, Woven loader) {
        List<String> broken = new ArrayList<>();
        for (String name : names) {
            try {
                Class<?> type = Class.forName(name, false, loader);
                assertThat(type.getClassLoader()).isSameAs(loader);
                assertThat(type.getDeclaredMethods()).isNotNull();
            } catch (ClassNotFoundException | NoClassDefFoundError e) {
                // of a library that is not here
            } catch (LinkageError e) {
                broken.add(name + ": " + e);
            }
        }
        return broken;
    }

    /** Class files of the library on the class path whose jar has a name that begins so, by binary name. */
    static Map<String, byte[]> read(String library) throws Exception {
        String classPath = System.getProperty("java.class.path");
        for (String element : classPath.split(File.pathSeparator, -1)) {
            if (new File(element).getName().startsWith(library)) {
                return read(new File(element));
            }
        }
        throw new AssertionError(library + " is not on the class path");
    }

    private static Map<String, byte[]> read(File jar) throws Exception {
        Map<String, byte[]> classFiles = new TreeMap<>();
        try (ZipFile zip = new ZipFile(jar)) {
            for (Enumeration<? extends ZipEntry> entries = zip.entries(); entries.hasMoreElements(); ) {
                ZipEntry entry = entries.nextElement();
                String name = entry.getName();
                if (name.endsWith(".class") && !name.startsWith("META-INF/") && !name.endsWith("-info.class")) {
                    String className =
                            name.substring(0, name.length() - ".class".length()).replace('/', '.');
                    classFiles.put(className, zip.getInputStream(entry).readAllBytes());
                }
            }
        }
        return classFiles;
    }
}
