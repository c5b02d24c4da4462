/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.fasttelemetry.bootstrap.Tracer;
import io.fasttelemetry.proto.TraceRequestEncoder;
import java.io.File;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import net.bytebuddy.asm.Advice;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Class files of ours, and of the library that works inside the transformer. */
final class BytecodeScanTest {
    @SuppressWarnings("ArrayRecordComponent") // nothing compares them
    private record ClassFile(String name, byte[] bytes) {}

    @ParameterizedTest
    @ValueSource(classes = {AgentPremain.class, Tracer.class, TraceRequestEncoder.class, Advice.class})
    void classes_haveNoInvokeDynamic(Class<?> one) throws Exception {
        List<String> found = new ArrayList<>();
        List<ClassFile> all = classFiles(one);
        for (ClassFile file : all) {
            found.addAll(ClassFileScan.invokeDynamics(file.bytes));
        }
        assertThat(all).hasSizeGreaterThan(10);
        assertThat(found).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(classes = {AgentPremain.class, Tracer.class, TraceRequestEncoder.class})
    void classes_haveNoClassOfASwitchOnEnums(Class<?> one) throws Exception {
        for (ClassFile file : classFiles(one)) {
            assertThat(ClassFileScan.mentions(file.bytes, "$SwitchMap$"))
                    .as(file.name)
                    .isFalse();
        }
    }

    /** The viewer never runs in an application, and may have lambdas. */
    private static boolean isScanned(Path file) {
        return file.toString().endsWith(".class") && !file.getParent().endsWith("io/fasttelemetry/agent/view");
    }

    /** All class files from where this one comes. */
    private static List<ClassFile> classFiles(Class<?> one) throws Exception {
        URI home = one.getProtectionDomain().getCodeSource().getLocation().toURI();
        List<ClassFile> all = new ArrayList<>();
        if (Files.isDirectory(Path.of(home))) {
            try (Stream<Path> files = Files.walk(Path.of(home))) {
                for (Path file : (Iterable<Path>) files.filter(BytecodeScanTest::isScanned)::iterator) {
                    all.add(new ClassFile(file.toString(), Files.readAllBytes(file)));
                }
            }
            return all;
        }
        try (ZipFile zip = new ZipFile(new File(home))) {
            for (Enumeration<? extends ZipEntry> entries = zip.entries(); entries.hasMoreElements(); ) {
                ZipEntry entry = entries.nextElement();
                if (entry.getName().endsWith(".class") && !entry.getName().startsWith("META-INF/")) {
                    all.add(new ClassFile(
                            entry.getName(), zip.getInputStream(entry).readAllBytes()));
                }
            }
        }
        return all;
    }
}
