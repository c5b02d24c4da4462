/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fasttelemetry.agent.ClassBlock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.zip.DataFormatException;
import org.junit.jupiter.api.Test;

/** The format of class blocks, written and read. */
final class ClassBlockWriterTest {
    private static final int LARGE = 100_000; // more than a piece, in which blocks are unpacked

    private static Map<String, byte[]> classes() {
        Map<String, byte[]> classes = new LinkedHashMap<>();
        classes.put("com.acme.Zebra", new byte[] {1, 2, 3});
        classes.put("com.acme.K\u00e4se$1", new byte[0]);
        byte[] noise = new byte[LARGE];
        new Random(1).nextBytes(noise);
        classes.put("A", noise);
        classes.put("com.acme.Last", new byte[LARGE]);
        return classes;
    }

    private static byte[] written(Map<String, byte[]> classes, int number) throws IOException {
        ClassBlockWriter writer = new ClassBlockWriter();
        for (Map.Entry<String, byte[]> one : classes.entrySet()) {
            writer.add(one.getKey(), one.getValue());
        }
        return writer.content(number);
    }

    private static Map<String, byte[]> read(byte[] block) {
        Map<String, byte[]> classes = new LinkedHashMap<>();
        for (ClassBlock cursor = new ClassBlock(block); cursor.next(); ) {
            ByteBuffer file = ClassBlock.fileAt(block, cursor.place());
            byte[] bytes = new byte[file.remaining()];
            file.get(bytes);
            classes.put(cursor.name(), bytes);
        }
        return classes;
    }

    private static void assertSame(Map<String, byte[]> actual, Map<String, byte[]> expected) {
        assertThat(actual.keySet()).containsExactlyElementsOf(expected.keySet());
        expected.forEach((name, bytes) -> assertThat(actual.get(name)).as(name).isEqualTo(bytes));
    }

    @Test
    void content_isReadInTheOrderOfAdding() throws IOException {
        assertSame(read(written(classes(), ClassBlock.START)), classes());
    }

    @Test
    void content_isUnpackedToTheSame() throws IOException, DataFormatException {
        byte[] packed = written(classes(), ClassBlock.REST);

        assertThat(packed).hasSizeLessThan(2 * LARGE);
        assertSame(read(ClassBlock.unpack(packed)), classes());
    }

    @Test
    void search_findsEachClassWithoutUnpackingAll() throws IOException {
        byte[] packed = written(classes(), ClassBlock.REST);

        for (Map.Entry<String, byte[]> one : classes().entrySet()) {
            assertThat(ClassBlock.search(packed, one.getKey())).as(one.getKey()).isEqualTo(one.getValue());
        }
        assertThat(ClassBlock.search(packed, "com.acme.Missing")).isNull();
    }

    @Test
    void content_mayHaveNoClasses() throws IOException, DataFormatException {
        assertThat(read(written(Map.of(), ClassBlock.START))).isEmpty();
        assertThat(read(ClassBlock.unpack(written(Map.of(), ClassBlock.SENDING))))
                .isEmpty();
    }

    @Test
    void add_refusesNamesOutsideOfLatin1() {
        assertThatThrownBy(() -> new ClassBlockWriter().add("com.acme.\u0416", new byte[1]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("com.acme.\u0416");
        assertThatThrownBy(() -> new ClassBlockWriter().add("a".repeat(Short.MAX_VALUE + 1), new byte[1]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void unpack_failsOnWhatIsCutOff() throws IOException {
        byte[] packed = written(classes(), ClassBlock.REST);

        assertThatThrownBy(() -> ClassBlock.unpack(Arrays.copyOf(packed, packed.length / 2)))
                .isInstanceOf(DataFormatException.class);
        assertThatThrownBy(() -> ClassBlock.unpack(new byte[2])).isInstanceOf(RuntimeException.class);
    }

    @Test
    void next_failsOnWhatIsCutOff() throws IOException {
        byte[] block = written(Map.of("com.acme.One", new byte[3]), ClassBlock.START);

        assertThatThrownBy(() -> read(Arrays.copyOf(block, block.length - 1))).isInstanceOf(RuntimeException.class);
        assertThatThrownBy(() -> read(Arrays.copyOf(block, 10))).isInstanceOf(RuntimeException.class);
    }
}
