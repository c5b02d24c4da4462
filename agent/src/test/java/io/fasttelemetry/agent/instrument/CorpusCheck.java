/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.instrument;

import io.fasttelemetry.agent.rules.MethodRule;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Weaves every method of class files and has ASM's verifier look at the results: those of the JDK that runs this, as
 * files, and those of jars. A class is only broken if the verifier has nothing against it as it was. One class is in
 * memory at a time, beside those that the verifier needs.
 *
 * <p>As a program: {@code jdk}, jars, or folders with jars below them; prints a line for each and the broken classes,
 * and exits with 1 if there are any.
 */
final class CorpusCheck {
    /** One name for all classes: an operation is kept for each method that has a name of its own. */
    private static final String NAME = "corpus.Any";

    /** Options that need every kind of code. */
    static final String OPTIONS =
            "{min=1ms, attr.a=${0}, attr.b=${1}, attr.r=${return}, attr.text=${return.toString()},"
                    + " attr.hash=${0.hashCode}, attr.self=${this.hashCode()}, attr.size=${this.size},"
                    + " attr.message=${thrown.message}}";

    private final MethodRule[] rules;
    private final ClassWeaver weaver = WeaverClassLoader.newWeaver();
    private final LeftAlone leftAlone = new LeftAlone();
    private final SharedOperations operations = new SharedOperations(leftAlone);

    /** Of how many classes one is looked at. */
    private final int step;

    private int seen;
    int classes;
    int wovenClasses;
    int wovenMethods;
    private int unjudged;
    final List<String> broken = new ArrayList<>();

    /** @param options of the rule; empty for none */
    CorpusCheck(int step, String options) {
        this.step = step;
        rules = Woven.rules(NAME + options);
    }

    /** Checks the modules of this JDK. */
    void jdk() throws IOException {
        FileSystem image = FileSystems.getFileSystem(URI.create("jrt:/"));
        try (Stream<Path> files = Files.walk(image.getPath("modules"))) {
            for (Path file : (Iterable<Path>) files::iterator) {
                if (isNext(file.toString())) {
                    check(file.toString(), Files.readAllBytes(file), ClassLoader.getSystemClassLoader());
                }
            }
        }
    }

    /** Checks a jar, whose own classes the verifier may load. */
    void jar(Path jar) throws IOException {
        URL[] urls = {jar.toUri().toURL()};
        try (ZipFile zip = new ZipFile(jar.toFile());
                URLClassLoader loader = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader())) {
            for (Enumeration<? extends ZipEntry> entries = zip.entries(); entries.hasMoreElements(); ) {
                ZipEntry entry = entries.nextElement();
                if (isNext(entry.getName())) {
                    try (InputStream in = zip.getInputStream(entry)) {
                        check(jar.getFileName() + "!" + entry.getName(), in.readAllBytes(), loader);
                    }
                }
            }
        }
    }

    private boolean isNext(String name) {
        return name.endsWith(".class") && !name.endsWith("-info.class") && seen++ % step == 0;
    }

    private void check(String name, byte[] plain, ClassLoader loader) {
        classes++;
        try {
            MethodSelection selection = MethodSelection.of(NAME, plain, rules, new ReadingFilter(loader));
            byte[] woven = weaver.weave(new TracedClass(NAME, plain, selection, operations, leftAlone));
            if (woven == null) {
                return;
            }
            wovenClasses++;
            Map<String, CodeSizes.Size> before = CodeSizes.read(plain);
            CodeSizes.read(woven).forEach((method, size) -> {
                wovenMethods += size.codeBytes == before.get(method).codeBytes ? 0 : 1;
            });
            String problems = problems(woven, loader);
            if (problems.isEmpty() || !problems(plain, loader).isEmpty()) {
                return;
            }
            if (problems.contains(" not present")) {
                unjudged++; // mentions classes that are not here
            } else {
                broken.add(name + ": " + problems.lines().findFirst().orElse(""));
            }
        } catch (Exception | LinkageError e) {
            if (problems(plain, loader).isEmpty()) {
                broken.add(name + ": not woven: " + e);
            }
        }
    }

    /** Excludes nothing, and reads class files through a loader. */
    record ReadingFilter(ClassLoader loader) implements MethodFilter {
        @Override
        public boolean excludes(String className, String methodName) {
            return false;
        }

        @Override
        public byte[] classFile(String internalName) {
            return ClassFileReader.readFile(loader, internalName);
        }
    }

    /** What ASM's verifier says, or what it failed with: of a class that needs others which are not here, say. */
    private static String problems(byte[] classFile, ClassLoader loader) {
        try {
            return Woven.problems(classFile, loader);
        } catch (Exception | LinkageError e) {
            return e.toString();
        }
    }

    private void print(String what) {
        System.out.printf(
                "%-60s %7d classes %7d woven %8d methods %5d not judged %4d broken%n",
                what, classes, wovenClasses, wovenMethods, unjudged, broken.size());
        broken.forEach(line -> System.out.println("  " + line));
    }

    public static void main(String[] arguments) throws IOException {
        CorpusCheck all = new CorpusCheck(1, Boolean.getBoolean("corpus.options") ? OPTIONS : "");
        for (String argument : arguments) {
            if (argument.equals("jdk")) {
                all.jdk();
            } else {
                try (Stream<Path> files = Files.walk(Path.of(argument))) {
                    for (Path jar : (Iterable<Path>)
                            files.filter(path -> path.toString().endsWith(".jar"))::iterator) {
                        all.jar(jar);
                    }
                }
            }
            all.print("up to " + argument);
        }
        System.exit(all.broken.isEmpty() ? 0 : 1);
    }
}
