/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;

final class ClassHeaderTest {
    @Test
    void parse_agreesWithAsmOnEveryClassOfTheJdksBase() throws IOException {
        Path base = FileSystems.getFileSystem(URI.create("jrt:/")).getPath("/modules/java.base");
        int count = 0;
        try (Stream<Path> files = Files.walk(base)) {
            for (Path file :
                    (Iterable<Path>) files.filter(path -> path.toString().endsWith(".class"))::iterator) {
                byte[] bytes = Files.readAllBytes(file);
                ClassReader expected = new ClassReader(bytes);

                ClassHeader header = ClassHeader.parse(bytes);

                assertThat(header).as(file.toString()).isNotNull();
                assertThat(header.superName).as(file.toString()).isEqualTo(expected.getSuperName());
                assertThat(header.interfaceNames).as(file.toString()).isEqualTo(expected.getInterfaces());
                count++;
            }
        }
        assertThat(count).isGreaterThan(5000);
    }

    @Test
    void parse_namesOutsideOfAscii() {
        ClassWriter writer = new ClassWriter(0);
        String parent = "com/acme/Gr\u00f6\u00dfe\u0000\u4e2d\uD83D\uDE00";
        writer.visit(Opcodes.V11, 0, "com/acme/X", null, parent, new String[] {"\u00e9"});

        ClassHeader header = ClassHeader.parse(writer.toByteArray());

        assertThat(header.superName).isEqualTo(parent);
        assertThat(header.interfaceNames).containsExactly("\u00e9");
    }

    @Test
    void parse_truncatedFilesNeverThrow() throws IOException {
        byte[] bytes = Woven.classFile("com.acme.woven.Everything");
        int header = new ClassReader(bytes).header + 8;
        for (int length = 0; length < header; length++) {
            ClassHeader.parse(Arrays.copyOf(bytes, length));
        }
        assertThat(ClassHeader.parse(new byte[0])).isNull();
        assertThat(ClassHeader.parse(Arrays.copyOf(bytes, 200))).isNull();
    }

    @Test
    void parse_garbageNeverThrows() throws IOException {
        byte[] bytes = Woven.classFile("com.acme.woven.Everything");
        Random random = new Random(7);
        for (int round = 0; round < 200_000; round++) {
            byte[] broken = bytes.clone();
            for (int i = 0; i < 3; i++) {
                broken[8 + random.nextInt(1000)] = (byte) random.nextInt();
            }
            ClassHeader.parse(broken);
        }
        for (int round = 0; round < 10_000; round++) {
            byte[] noise = new byte[random.nextInt(300)];
            random.nextBytes(noise);
            assertThat(ClassHeader.parse(noise)).isNull();
        }
    }
}
