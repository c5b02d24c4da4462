/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.IntStream;
import java.util.zip.DataFormatException;
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

    private static final List<ZipEntry> ENTRIES = new ArrayList<>();
    private static final Map<String, byte[]> BLOCKS = new HashMap<>();
    /** By internal name, as they are defined at run time. */
    private static final Map<String, byte[]> CLASSES = new TreeMap<>();

    private static final List<String> RECORDER = new ArrayList<>();

    @BeforeAll
    static void read() throws IOException, DataFormatException {
        try (ZipInputStream zip = new ZipInputStream(new java.io.FileInputStream(JAR))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                ENTRIES.add(entry);
                String name = entry.getName();
                if (name.endsWith(".class") || name.endsWith(".classdata")) {
                    byte[] bytes = zip.readAllBytes();
                    CLASSES.put(new ClassReader(bytes).getClassName(), bytes);
                } else if (name.startsWith(FOLDER)) {
                    BLOCKS.put(name.substring(FOLDER.length()), zip.readAllBytes());
                }
            }
        }
        for (int number = 0; number < ClassBlock.COUNT; number++) {
            byte[] content = BLOCKS.get(ClassBlock.entryOf(number));
            readBlock(ClassBlock.isPacked(number) ? ClassBlock.unpack(content) : content, number);
        }
    }

    private static void readBlock(byte[] content, int number) {
        for (ClassBlock block = new ClassBlock(content); block.next(); ) {
            ByteBuffer file = ClassBlock.fileAt(content, block.place());
            byte[] bytes = new byte[file.remaining()];
            file.get(bytes);
            String name = block.name().replace('.', '/');
            assertThat(new ClassReader(bytes).getClassName()).isEqualTo(name);
            CLASSES.put(name, bytes);
            if (number == ClassBlock.RECORDER) {
                RECORDER.add(name);
            } else {
                assertThat(number).as(name).isIn(ClassBlock.blockOf(block.name()), ClassBlock.REST);
            }
        }
    }

    private static Set<String> names() {
        Set<String> names = new HashSet<>();
        ENTRIES.forEach(entry -> names.add(entry.getName()));
        return names;
    }

    @Test
    void jar_hasAllBlocksAndNoOther() {
        assertThat(names())
                .filteredOn(name -> name.endsWith(".classes"))
                .containsExactlyInAnyOrderElementsOf(IntStream.range(0, ClassBlock.COUNT)
                        .mapToObj(number -> FOLDER + ClassBlock.entryOf(number))
                        .toList());
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
        assertThat(JAR.length()).isLessThanOrEqualTo(Long.getLong("agent.jar.max.bytes"));
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
                    || (name.startsWith("io/fasttelemetry/") && !name.startsWith("io/fasttelemetry/agent/view/"))
                    || name.startsWith("net/bytebuddy/")) {
                found.addAll(ClassFileScan.invokeDynamics(file.getValue()));
            }
        }
        assertThat(found).isEmpty();
    }

    /** An application that sets one means its own copy of Byte Buddy. */
    @Test
    void byteBuddy_hasPropertiesOfItsOwn() {
        List<String> found = new ArrayList<>();
        List<String> ours = new ArrayList<>();
        for (Map.Entry<String, byte[]> file : CLASSES.entrySet()) {
            if (file.getKey().startsWith("net/bytebuddy/")) {
                for (String text : ClassFileScan.strings(file.getValue())) {
                    boolean isClass = CLASSES.containsKey(text.replace('.', '/'));
                    (text.contains("net.bytebuddy.") && !isClass ? found : ours).add(text);
                }
            }
        }
        assertThat(found).isEmpty();
        assertThat(ours).contains("io.fasttelemetry.bytebuddy.processor");
    }

    @Test
    void byteBuddy_makesNoProxies() {
        for (Map.Entry<String, byte[]> file : CLASSES.entrySet()) {
            assertThat(ClassFileScan.mentions(file.getValue(), "net/bytebuddy/utility/dispatcher/JavaDispatcher"))
                    .as(file.getKey())
                    .isFalse();
        }
    }

    /** What starts an application has nothing of the viewer, and the viewer's block has nothing else. */
    @Test
    void viewer_isInABlockOfItsOwn() throws DataFormatException {
        for (int number = 0; number < ClassBlock.COUNT; number++) {
            byte[] content = BLOCKS.get(ClassBlock.entryOf(number));
            byte[] classes = ClassBlock.isPacked(number) ? ClassBlock.unpack(content) : content;
            for (ClassBlock block = new ClassBlock(classes); block.next(); ) {
                assertThat(block.name().startsWith("io.fasttelemetry.agent.view."))
                        .as(block.name())
                        .isEqualTo(number == ClassBlock.VIEW);
            }
        }
        assertThat(ClassBlock.isPacked(ClassBlock.VIEW)).isTrue();
        assertThat(names()).contains(FOLDER + "io/fasttelemetry/agent/view/index.html");
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
