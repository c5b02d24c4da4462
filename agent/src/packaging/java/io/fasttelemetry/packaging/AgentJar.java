/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.packaging;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Puts the agent's jar together; runs in the build.
 *
 * <pre>
 *   META-INF/MANIFEST.MF, LICENSE, NOTICE, licenses/
 *   io/fasttelemetry/agent/AgentPremain.class      the one class that the system loader can see
 *   fast-telemetry/recorder.classes                the recorder, renamed into java.lang, in the order of definition
 *   fast-telemetry/start.classes                   the agent itself
 *   fast-telemetry/weaving.classes                 what the first woven class needs of ASM
 *   fast-telemetry/sending.classes                 what the first request needs of OkHttp, Okio, Kotlin and protobuf
 *   fast-telemetry/rest.classes                    everything else that can be reached
 *   fast-telemetry/io/fasttelemetry/agent/AgentClassLoader.classdata
 * </pre>
 *
 * <p>Two builds of one commit give the same bytes: entries are sorted and carry one time.
 */
public final class AgentJar {
    private static final String FOLDER = "fast-telemetry/";
    private static final String PREMAIN = "io/fasttelemetry/agent/AgentPremain";
    private static final String LOADER = "io/fasttelemetry/agent/AgentClassLoader";
    private static final String RECORDER_PACKAGE = "io/fasttelemetry/bootstrap/";
    private static final String AGENT_PACKAGE = "io/fasttelemetry/agent/";

    /** Not needed at once, so worth packing; the agent's loader has its own way of unpacking. */
    private static final Set<String> PACKED = Set.of("sending.classes", "rest.classes");

    /** Stored as they are: inflating them would take a part of the time that a start may take. */
    private static final Set<String> STORED = Set.of(
            PREMAIN + ".class",
            FOLDER + "version.txt",
            FOLDER + LOADER + ".classdata",
            FOLDER + "recorder.classes",
            FOLDER + "start.classes",
            FOLDER + "weaving.classes",
            FOLDER + "sending.classes",
            FOLDER + "rest.classes");

    private AgentJar() {}

    /** Arguments: jar to write, version, time of all entries, folder of files to add, class path, startup classes. */
    public static void main(String[] arguments) throws IOException {
        ClassFiles input = ClassFiles.read(arguments[4]);
        Relocation relocation = new Relocation();
        Map<String, byte[]> entries = new TreeMap<>();
        addFiles(Path.of(arguments[3]), entries);
        entries.put(PREMAIN + ".class", input.classes().get(PREMAIN));
        entries.put(FOLDER + "version.txt", input.resources().get("version.txt"));
        List<String> recorder = DefinitionOrder.of(input.classes(), RECORDER_PACKAGE);
        entries.put(FOLDER + "recorder.classes", ClassBlock.of(recorder, input.classes(), relocation));

        Reachability reachable = new Reachability(input.classes());
        for (String name : input.classes().keySet()) {
            if (name.startsWith(AGENT_PACKAGE) && !name.equals(PREMAIN)) {
                reachable.addRoot(name);
            }
        }
        StartupClasses startup = StartupClasses.read(Path.of(arguments[5]));
        Map<String, List<String>> blocks = new TreeMap<>();
        for (String name : reachable.names()) {
            if (!name.startsWith(RECORDER_PACKAGE) && !name.equals(PREMAIN) && !name.equals(LOADER)) {
                blocks.computeIfAbsent(startup.blockOf(name), none -> new ArrayList<>())
                        .add(name);
            }
        }
        entries.put(
                FOLDER + LOADER + ".classdata",
                relocation.apply(LOADER, input.classes().get(LOADER)));
        for (Map.Entry<String, List<String>> block : blocks.entrySet()) {
            byte[] content = ClassBlock.of(block.getValue(), input.classes(), relocation);
            entries.put(FOLDER + block.getKey(), PACKED.contains(block.getKey()) ? packed(content) : content);
        }
        write(Path.of(arguments[0]), manifest(arguments[1]), entries, Instant.parse(arguments[2]));
        System.out.println("agent jar: " + reachable.names().size() + " of "
                + input.classes().size() + " classes, " + Files.size(Path.of(arguments[0])) + " bytes");
    }

    /** Length, then a zlib stream. */
    private static byte[] packed(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new DataOutputStream(bytes).writeInt(content.length);
        Deflater best = new Deflater(Deflater.BEST_COMPRESSION);
        try (DeflaterOutputStream out = new DeflaterOutputStream(bytes, best)) {
            out.write(content);
        } finally {
            best.end();
        }
        return bytes.toByteArray();
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
            add(out, "META-INF/MANIFEST.MF", manifest.getBytes(java.nio.charset.StandardCharsets.UTF_8), stamp);
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                add(out, entry.getKey(), entry.getValue(), stamp);
            }
        }
    }

    private static void add(ZipOutputStream out, String name, byte[] content, LocalDateTime stamp) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTimeLocal(stamp);
        if (STORED.contains(name)) {
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
