/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.packaging;

import io.fasttelemetry.agent.ClassBlock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Puts the agent's jar together; runs in the build.
 *
 * <pre>
 *   META-INF/MANIFEST.MF, LICENSE, NOTICE, licenses/
 *   io/fasttelemetry/agent/AgentPremain.class      the one class that other class loaders take for one
 *   fast-telemetry/io/fasttelemetry/agent/AgentClassLoader.classdata, ClassBlock.classdata
 *   fast-telemetry/*.classes                       all other classes that can be reached: see {@link ClassBlock}
 *   fast-telemetry/io/fasttelemetry/agent/view/    the viewer's page
 * </pre>
 *
 * <p>Two builds of one commit give the same bytes: entries are sorted and carry one time.
 */
public final class AgentJar {
    private static final String FOLDER = "fast-telemetry/";
    private static final String PREMAIN = "io/fasttelemetry/agent/AgentPremain";
    private static final String RECORDER_PACKAGE = "io/fasttelemetry/bootstrap/";
    private static final String AGENT_PACKAGE = "io/fasttelemetry/agent/";
    private static final String PAGE = AGENT_PACKAGE + "view/";

    /** What has to be there before a block can be read. */
    private static final List<String> BESIDE_PREMAIN =
            List.of("io/fasttelemetry/agent/AgentClassLoader", "io/fasttelemetry/agent/ClassBlock");

    private AgentJar() {}

    /** Arguments: jar to write, version, time of all entries, folder of files to add, class path, startup classes. */
    public static void main(String[] arguments) throws IOException {
        ClassFiles input = ClassFiles.read(arguments[4]);
        JdkSignatures jdk = new JdkSignatures();
        DirectDispatchers.replaceIn(input.classes(), jdk);
        WithoutReflection.replaceIn(input.classes());
        UnusedMembers.removeFrom(input.classes(), jdk);
        Map<String, byte[]> entries = new TreeMap<>();
        addFiles(Path.of(arguments[3]), entries);
        entries.put(PREMAIN + ".class", input.classes().get(PREMAIN));
        entries.put(FOLDER + "version.txt", input.resources().get("version.txt"));
        input.resources().forEach((name, content) -> {
            if (name.startsWith(PAGE)) {
                entries.put(FOLDER + name, content);
            }
        });
        int classes = addClasses(input.classes(), StartupClasses.read(Path.of(arguments[5])), entries);
        Path jar = Path.of(arguments[0]);
        write(jar, manifest(arguments[1]), entries, Instant.parse(arguments[2]));
        System.out.println(
                "agent jar: " + classes + " of " + input.classes().size() + " classes, " + Files.size(jar) + " bytes");
    }

    /** Adds all classes but the first; returns how many classes the jar has. */
    private static int addClasses(Map<String, byte[]> input, StartupClasses startup, Map<String, byte[]> entries)
            throws IOException {
        Relocation relocation = new Relocation();
        for (String name : BESIDE_PREMAIN) {
            entries.put(FOLDER + name + ".classdata", relocation.apply(name, input.get(name)));
        }
        Map<Integer, ClassBlockWriter> blocks = new TreeMap<>();
        for (String name : DefinitionOrder.of(input, RECORDER_PACKAGE)) {
            if (!name.equals(Relocation.UNSAFE_STAND_IN)) {
                add(name, ClassBlock.RECORDER, input, relocation, blocks);
            }
        }
        Set<String> reachable = reachable(input);
        for (String name : reachable) {
            if (!name.startsWith(RECORDER_PACKAGE) && !name.equals(PREMAIN) && !BESIDE_PREMAIN.contains(name)) {
                add(name, startup.blockOf(name.replace('/', '.')), input, relocation, blocks);
            }
        }
        for (Map.Entry<Integer, ClassBlockWriter> block : blocks.entrySet()) {
            int number = block.getKey();
            entries.put(FOLDER + ClassBlock.entryOf(number), block.getValue().content(number));
        }
        return reachable.size();
    }

    private static Set<String> reachable(Map<String, byte[]> input) {
        Reachability reachable = new Reachability(input);
        for (String name : input.keySet()) {
            if (name.startsWith(AGENT_PACKAGE) && !name.equals(PREMAIN) && !name.endsWith("/package-info")) {
                reachable.addRoot(name);
            }
        }
        return reachable.names();
    }

    private static void add(
            String name,
            int block,
            Map<String, byte[]> input,
            Relocation relocation,
            Map<Integer, ClassBlockWriter> blocks)
            throws IOException {
        blocks.computeIfAbsent(block, none -> new ClassBlockWriter())
                .add(relocation.map(name).replace('/', '.'), relocation.apply(name, input.get(name)));
    }

    private static String manifest(String version) {
        return String.join(
                "\r\n",
                "Manifest-Version: 1.0",
                "Premain-Class: " + PREMAIN.replace('/', '.'),
                "Agent-Class: " + PREMAIN.replace('/', '.'),
                "Main-Class: " + PREMAIN.replace('/', '.'),
                "Can-Retransform-Classes: true",
                "Implementation-Title: fast-telemetry-agent",
                "Implementation-Version: " + version,
                "",
                "");
    }

    private static void addFiles(Path folder, Map<String, byte[]> entries) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                entries.put(folder.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
            }
        }
    }

    private static void write(Path jar, String manifest, Map<String, byte[]> entries, Instant time) throws IOException {
        LocalDateTime stamp = LocalDateTime.ofInstant(time, ZoneOffset.UTC);
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
            out.setLevel(9);
            add(out, "META-INF/MANIFEST.MF", manifest.getBytes(StandardCharsets.UTF_8), stamp);
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                add(out, entry.getKey(), entry.getValue(), stamp);
            }
        }
    }

    private static void add(ZipOutputStream out, String name, byte[] content, LocalDateTime stamp) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTimeLocal(stamp);
        if (!name.startsWith("META-INF/")
                && !name.startsWith(FOLDER + PAGE)) { // inflating would take a part of the time that a start may take

            CRC32 checksum = new CRC32();
            checksum.update(content);
            entry.setMethod(ZipEntry.STORED);
            entry.setSize(content.length);
            entry.setCrc(checksum.getValue());
        }
        out.putNextEntry(entry);
        out.write(content);
        out.closeEntry();
    }
}
