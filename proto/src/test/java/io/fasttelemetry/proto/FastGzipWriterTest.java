/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.proto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FastGzipWriterTest {
    private static final double MAX_RATIO_TO_ZLIB = 1.35;

    private final GzipWriter gzip = new FastGzipWriter(0);

    /** Runs, repetitions at all distances, noise, and pieces of each, of any size. */
    private static byte[] random(Random random) {
        int size = switch (random.nextInt(4)) {
            case 0 -> random.nextInt(40);
            case 1 -> random.nextInt(2_000);
            case 2 -> 65_400 + random.nextInt(300);
            default -> random.nextInt(200_000);
        };
        byte[] bytes = new byte[size];
        int alphabet = 1 + random.nextInt(random.nextBoolean() ? 4 : 256);
        for (int at = 0; at < size; ) {
            int end = Math.min(size, at + 1 + random.nextInt(random.nextBoolean() ? 12 : 700));
            int distance = 1 + random.nextInt(random.nextBoolean() ? 300 : 40_000);
            boolean repeats = distance <= at && random.nextInt(4) != 0;
            for (; at < end; at++) {
                bytes[at] = repeats ? bytes[at - distance] : (byte) random.nextInt(alphabet);
            }
        }
        return bytes;
    }

    @Test
    void compress_isInflatedByTheJdkWhateverTheBytes() {
        for (int seed = 0; seed < 2_000; seed++) {
            byte[] bytes = random(new Random(seed));

            byte[] compressed = gzip.compress(bytes, 0, bytes.length);

            assertThat(Arrays.equals(Requests.gunzip(compressed), bytes))
                    .as("seed %s", seed)
                    .isTrue();
            assertThat(compressed.length).as("seed %s", seed).isLessThanOrEqualTo(maxBytes(bytes.length));
        }
    }

    /** Header, trailer, and what a stored block needs. */
    private static int maxBytes(int length) {
        return length + 18 + 5 * Math.max(1, (length + FastGzipWriter.BLOCK_BYTES - 1) / FastGzipWriter.BLOCK_BYTES);
    }

    /** A repetition of each length at each distance that a code begins or ends with. */
    @Test
    void compress_findsRepetitionsOfAllLengthsAndDistances() {
        for (int bits = 0; bits <= 15; bits++) {
            for (int distance : new int[] {(1 << bits) - 1, 1 << bits, (1 << bits) + 1, 3 << bits >> 1}) {
                for (int length = 4; length <= 259 && distance > 0 && distance <= 1 << 15; length++) {
                    byte[] bytes = repetition(distance, length);

                    byte[] compressed = gzip.compress(bytes, 0, bytes.length);

                    assertThat(Arrays.equals(Requests.gunzip(compressed), bytes))
                            .as("%s bytes at %s", length, distance)
                            .isTrue();
                }
            }
        }
    }

    /** Noise that repeats itself once. */
    private static byte[] repetition(int distance, int length) {
        byte[] bytes = new byte[distance + length + 20];
        new Random(distance).nextBytes(bytes);
        for (int i = 10 + distance; i < 10 + distance + length; i++) {
            bytes[i] = bytes[i - distance];
        }
        return bytes;
    }

    @Test
    void compress_doesNotReadOutsideOfTheRange() {
        byte[] bytes = random(new Random(5));
        byte[] within = new byte[bytes.length + 100];
        Arrays.fill(within, (byte) 1);
        System.arraycopy(bytes, 0, within, 50, bytes.length);

        assertThat(gzip.compress(within, 50, bytes.length)).isEqualTo(gzip.compress(bytes, 0, bytes.length));
    }

    @Test
    void compress_storesWhatDoesNotShrink() {
        byte[] noise = new byte[200_000];
        new Random(6).nextBytes(noise);

        byte[] compressed = gzip.compress(noise, 0, noise.length);

        assertThat(compressed).hasSize(maxBytes(noise.length));
        assertThat(Requests.gunzip(compressed)).isEqualTo(noise);
    }

    @Test
    void compress_storesOnlyTheBlocksThatDoNotShrink() {
        byte[] bytes = new byte[8 * FastGzipWriter.BLOCK_BYTES + 100];
        byte[] noise = new byte[2 * FastGzipWriter.BLOCK_BYTES];
        new Random(8).nextBytes(noise);
        System.arraycopy(noise, 0, bytes, 3 * FastGzipWriter.BLOCK_BYTES, noise.length);

        byte[] compressed = gzip.compress(bytes, 0, bytes.length);

        assertThat(compressed).hasSizeBetween(noise.length, noise.length + 2_000);
        assertThat(Requests.gunzip(compressed)).isEqualTo(bytes);
    }

    /** All bytes of nine bits, so that each block is as long as it gets before it is stored, at each rest of a byte. */
    @Test
    void compress_keepsItsBoundAtTheEndsOfBlocks() {
        byte[] bytes = new byte[3 * FastGzipWriter.BLOCK_BYTES + 40];
        Random random = new Random(9);
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (144 + random.nextInt(112));
        }
        for (int size : new int[] {1, 16, 17, 18, FastGzipWriter.BLOCK_BYTES, 2 * FastGzipWriter.BLOCK_BYTES}) {
            for (int length = size; length < size + 40; length++) {
                byte[] compressed = gzip.compress(bytes, 0, length);

                assertThat(compressed.length).as("%s bytes", length).isLessThanOrEqualTo(maxBytes(length));
                assertThat(Arrays.equals(Requests.gunzip(compressed), Arrays.copyOf(bytes, length)))
                        .as("%s bytes", length)
                        .isTrue();
            }
        }
    }

    @Test
    void compress_isInflatedByGzip(@TempDir Path folder) throws Exception {
        assertInflatedBy(folder, "gzip", "-dc");
    }

    @Test
    void compress_isInflatedByPython(@TempDir Path folder) throws Exception {
        String program = "import sys,zlib; sys.stdout.buffer.write(zlib.decompress(sys.stdin.buffer.read(), 31))";
        assertInflatedBy(folder, "python3", "-c", program);
    }

    private void assertInflatedBy(Path folder, String... command) throws Exception {
        assumeTrue(isInstalled(command[0]), command[0]);
        for (byte[] bytes : List.of(RequestKind.FAILED.bytes(), random(new Random(7)), new byte[0])) {
            Path file = folder.resolve("in.gz");
            Files.write(file, gzip.compress(bytes, 0, bytes.length));

            Process process =
                    new ProcessBuilder(command).redirectInput(file.toFile()).start();

            assertThat(Arrays.equals(process.getInputStream().readAllBytes(), bytes))
                    .isTrue();
            assertThat(process.waitFor()).isZero();
        }
    }

    private static boolean isInstalled(String program) throws IOException {
        for (String folder : System.getenv("PATH").split(File.pathSeparator, -1)) {
            if (Files.isExecutable(Path.of(folder, program))) {
                return true;
            }
        }
        return false;
    }

    @ParameterizedTest
    @EnumSource
    void compress_isNotMuchLargerThanZlib(RequestKind kind) {
        byte[] bytes = kind.bytes();
        try (GzipWriter zlib = new ZlibGzipWriter(0, new GzipBuffers())) {
            int zlibBytes = zlib.compress(bytes, 0, bytes.length).length;

            byte[] compressed = gzip.compress(bytes, 0, bytes.length);

            assertThat(Requests.gunzip(compressed)).isEqualTo(bytes);
            assertThat(compressed.length / (double) zlibBytes)
                    .as("%s: %s of %s bytes, zlib %s", kind, compressed.length, bytes.length, zlibBytes)
                    .isLessThanOrEqualTo(MAX_RATIO_TO_ZLIB);
        }
    }
}
