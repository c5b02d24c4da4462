/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;

/** The one jar that users get. */
final class AgentJarIT {
    private static final File JAR = new File(System.getProperty("agent.jar"));
    private static final String FOLDER = "fast-telemetry/";
    private static final String PREMAIN = "io/fasttelemetry/agent/AgentPremain.class";
    /** Lowered when the jar gets smaller, so that it stays so. */
    private static final long MOST_BYTES = 5_600_000;

    private static final Set<String> PACKED = Set.of(FOLDER + "sending.classes", FOLDER + "rest.classes");

    private static final List<ZipEntry> ENTRIES = new ArrayList<>();
    /** By internal name, as they are defined at run time. */
    private static final Map<String, byte[]> CLASSES = new TreeMap<>();

    private static final List<String> RECORDER = new ArrayList<>();

    @BeforeAll
    static void read() throws IOException {
        try (ZipInputStream zip = new ZipInputStream(new java.io.FileInputStream(JAR))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                ENTRIES.add(entry);
                String name = entry.getName();
                if (name.endsWith(".class") || name.endsWith(".classdata")) {
                    byte[] bytes = zip.readAllBytes();
                    CLASSES.put(new ClassReader(bytes).getClassName(), bytes);
                } else if (name.endsWith(".classes")) {
                    DataInputStream block = new DataInputStream(new ByteArrayInputStream(zip.readAllBytes()));
                    if (PACKED.contains(name)) {
                        assertThat(block.readInt()).isPositive(); // length, then a zlib stream
                        block = new DataInputStream(new InflaterInputStream(block));
                    }
                    readBlock(block, name.equals(FOLDER + "recorder.classes"));
                }
            }
        }
    }

    /** Count, then for each class its name, its length and its bytes. */
    private static void readBlock(DataInputStream in, boolean recorder) throws IOException {
        int count = in.readInt();
        for (int i = 0; i < count; i++) {
            String name = in.readUTF().replace('.', '/');
            byte[] bytes = in.readNBytes(in.readInt());
            assertThat(new ClassReader(bytes).getClassName()).isEqualTo(name);
            CLASSES.put(name, bytes);
            if (recorder) {
                RECORDER.add(name);
            }
        }
    }

    private static Set<String> names() {
        Set<String> names = new HashSet<>();
        ENTRIES.forEach(entry -> names.add(entry.getName()));
        return names;
    }

    @Test
    void jar_showsOneClassToOtherLoaders() {
        assertThat(names()).filteredOn(name -> name.endsWith(".class")).containsExactly(PREMAIN);
        assertThat(names())
                .allMatch(name -> name.equals(PREMAIN) || name.startsWith(FOLDER) || name.startsWith("META-INF/"));
    }

    @Test
    void jar_isBuiltTheSameEveryTime() {
        List<String> names = ENTRIES.stream().map(ZipEntry::getName).toList();
        assertThat(names).doesNotHaveDuplicates().first().isEqualTo("META-INF/MANIFEST.MF");
        assertThat(names.subList(1, names.size())).isSorted();
        assertThat(ENTRIES.stream().map(ZipEntry::getTimeLocal).distinct()).hasSize(1);
    }

    @Test
    void jar_staysWithinItsSize() {
        assertThat(JAR.length()).isLessThanOrEqualTo(MOST_BYTES);
    }

    @Test
    void jar_carriesLicences() {
        assertThat(names())
                .contains("META-INF/LICENSE", "META-INF/NOTICE", "META-INF/licenses/ASM.txt")
                .contains("META-INF/licenses/protobuf.txt");
    }

    @Test
    void manifest_namesTheEntries() throws IOException {
        try (JarFile jar = new JarFile(JAR)) {
            Attributes manifest = jar.getManifest().getMainAttributes();
            String premain =
                    PREMAIN.substring(0, PREMAIN.length() - ".class".length()).replace('/', '.');
            assertThat(manifest.getValue("Premain-Class")).isEqualTo(premain);
            assertThat(manifest.getValue("Agent-Class")).isEqualTo(premain);
            assertThat(manifest.getValue("Can-Retransform-Classes")).isEqualTo("true");
            assertThat(manifest.getValue("Can-Redefine-Classes")).isNull(); // nothing is redefined
            assertThat(manifest.getValue("Boot-Class-Path")).isNull();
        }
    }

    @Test
    void recorder_isNamedIntoTheBootLoader() {
        assertThat(CLASSES.keySet())
                .filteredOn(name -> name.startsWith("java/"))
                .containsExactlyInAnyOrderElementsOf(RECORDER)
                .allMatch(name -> name.startsWith("java/lang/FastTelemetry"))
                .contains("java/lang/FastTelemetryTracer");
        for (Map.Entry<String, byte[]> file : CLASSES.entrySet()) {
            assertThat(ClassFileScan.mentions(file.getValue(), "io/fasttelemetry/bootstrap/"))
                    .as(file.getKey())
                    .isFalse();
        }
    }

    @Test
    void recorder_isDefinedSupertypesFirst() {
        for (String name : RECORDER) {
            ClassReader reader = new ClassReader(CLASSES.get(name));
            List<String> parents = new ArrayList<>(List.of(reader.getInterfaces()));
            parents.add(reader.getSuperName());
            parents.retainAll(RECORDER);
            assertThat(RECORDER.subList(0, RECORDER.indexOf(name))).containsAll(parents);
        }
    }

    @Test
    void recorder_refersToNothingOutsideOfTheBootLoader() {
        for (Map.Entry<String, byte[]> file : CLASSES.entrySet()) {
            if (file.getKey().startsWith("java/")) {
                assertThat(ClassFileScan.mentions(file.getValue(), "io/fasttelemetry"))
                        .as(file.getKey())
                        .isFalse();
            }
        }
    }

    @Test
    void classes_haveNoInvokeDynamic() {
        List<String> found = new ArrayList<>();
        for (Map.Entry<String, byte[]> file : CLASSES.entrySet()) {
            String name = file.getKey();
            if (name.startsWith("java/")
                    || name.startsWith("io/fasttelemetry/")
                    || name.startsWith("org/objectweb/asm/")) {
                found.addAll(ClassFileScan.invokeDynamics(file.getValue()));
            }
        }
        assertThat(found).isEmpty();
    }

    @Test
    void classes_neverMentionTheJdksLogging() {
        List<String> found = new ArrayList<>();
        for (Map.Entry<String, byte[]> file : CLASSES.entrySet()) {
            if (ClassFileScan.mentions(file.getValue(), "java/util/logging")
                    || ClassFileScan.mentions(file.getValue(), "java.util.logging")) {
                found.add(file.getKey());
            }
        }
        assertThat(found).isEmpty();
    }

    @Test
    void classes_runOn11() {
        for (Map.Entry<String, byte[]> file : CLASSES.entrySet()) {
            assertThat(new ClassReader(file.getValue()).readUnsignedShort(6))
                    .as(file.getKey())
                    .isLessThanOrEqualTo(55);
        }
    }
}
