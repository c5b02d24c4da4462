/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** {@code -Dids=100000000 -DargLine=-Xmx3g} makes it ten times as many ids. */
class IdGeneratorTest {
    private static final int ID_COUNT = Integer.getInteger("ids", 10_000_000);
    private static final int THREADS = 64;

    @Test
    void next_isNeverZeroAndUniqueOverThreadsAndEvenlySpread() {
        long[] ids = new long[ID_COUNT / THREADS * THREADS];
        int share = ids.length / THREADS;
        Threads.inFresh(
                THREADS,
                index -> {
                    IdGenerator generator = new IdGenerator();
                    for (int i = index * share; i < (index + 1) * share; i++) {
                        ids[i] = generator.next();
                    }
                },
                0);

        int[][] counts = new int[8][256];
        for (long id : ids) {
            for (int at = 0; at < 8; at++) {
                counts[at][(int) (id >>> (at * 8)) & 255]++;
            }
        }
        Arrays.parallelSort(ids);
        long duplicates = 0;
        for (int i = 1; i < ids.length; i++) {
            duplicates += ids[i] == ids[i - 1] ? 1 : 0;
        }

        assertThat(duplicates).isZero();
        assertThat(Arrays.binarySearch(ids, 0L)).isNegative();
        for (int[] byteCounts : counts) {
            // 255 degrees of freedom: mean 255, deviation 22.6; six deviations either side
            assertThat(chiSquare(byteCounts, ids.length)).isBetween(120.0, 391.0);
        }
    }

    private static double chiSquare(int[] counts, int total) {
        double expected = (double) total / counts.length;
        double sum = 0;
        for (int count : counts) {
            sum += (count - expected) * (count - expected) / expected;
        }
        return sum;
    }

    @Test
    void mix_isABijectionOnSmallChanges() {
        long base = IdGenerator.mix(42);
        for (int bit = 0; bit < 64; bit++) {
            assertThat(Long.bitCount(base ^ IdGenerator.mix(42 ^ (1L << bit)))).isBetween(12, 52);
        }
    }

    @Test
    void ids_ofTwoProcessesDifferExactlyIfTheirSeedsDo() throws Exception {
        String one = idsOfProcess(1, 2);

        assertThat(one.lines()).hasSize(3).doesNotHaveDuplicates();
        assertThat(idsOfProcess(1, 2)).isEqualTo(one);
        assertThat(idsOfProcess(1, 3).lines())
                .doesNotContainAnyElementsOf(one.lines().toList());
        assertThat(idsOfProcess(4, 2).lines())
                .doesNotContainAnyElementsOf(one.lines().toList());
    }

    private static String idsOfProcess(long seedHigh, long seedLow)
            throws IOException, InterruptedException, URISyntaxException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xshare:auto",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        folder(IdGenerator.class) + java.io.File.pathSeparator + folder(IdGeneratorTest.class),
                        IdGeneratorMain.class.getName(),
                        Long.toString(seedHigh),
                        Long.toString(seedLow))
                .redirectErrorStream(true)
                .start();
        try (InputStream out = process.getInputStream()) {
            String text = new String(out.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(text).isZero();
            return text;
        }
    }

    private static String folder(Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI())
                .toString();
    }
}
