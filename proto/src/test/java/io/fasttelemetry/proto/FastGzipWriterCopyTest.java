/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.proto;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Which repetitions {@link FastGzipWriter} finds. Each is proved by what the same bytes take without it. */
class FastGzipWriterCopyTest {
    private static final int MAX_DISTANCE = 1 << 15;

    private final GzipWriter gzip = new FastGzipWriter(0);
    private final Random random = new Random(12);

    /**
     * Noise at two places. Zeros between them take few entries of the table, so the first is still known at any
     * distance.
     */
    private byte[] twoPlaces(int length, int distance) {
        int first = distance < 30_000 ? 10 : 5_000; // so the second place is not at the end of a block
        byte[] bytes = new byte[first + distance + length + 20];
        byte[] noise = new byte[length + 20];
        random.nextBytes(noise);
        System.arraycopy(noise, 0, bytes, first, Math.min(length, distance));
        System.arraycopy(noise, 0, bytes, first + distance, noise.length);
        return bytes;
    }

    private int compressedBytes(byte[] bytes) {
        byte[] compressed = gzip.compress(bytes, 0, bytes.length);
        assertThat(Arrays.equals(Requests.gunzip(compressed), bytes)).isTrue();
        return compressed.length;
    }

    @Test
    void compress_copiesFromAllDistances() {
        int length = 12;
        int step = 1;
        for (int distance = length; distance <= MAX_DISTANCE; distance += step) {
            step = distance < 1_100 || Integer.bitCount(distance) <= 2 || distance > MAX_DISTANCE - 150 ? 1 : 53;
            byte[] bytes = twoPlaces(length, distance);
            int copied = compressedBytes(bytes);
            byte[] noise = new byte[length];
            random.nextBytes(noise);
            System.arraycopy(noise, 0, bytes, bytes.length - 20 - length, length);

            assertThat(copied).as("distance %s", distance).isLessThan(compressedBytes(bytes));
        }
    }

    @Test
    void compress_copiesNothingFromFartherAway() {
        byte[] bytes = twoPlaces(40, MAX_DISTANCE + 1);

        assertThat(compressedBytes(bytes)).isGreaterThan(2 * 40);
    }

    @Test
    void compress_copiesAllLengths() {
        for (int length = 4; length <= 600; length++) {
            int distance = 700 + length;

            assertThat(compressedBytes(twoPlaces(length, distance)))
                    .as("%s bytes", length)
                    .isLessThan((length + 20) * 9 / 8 + 50);
        }
    }

    @Test
    void compress_copiesRunsOfAllLengthsAndPeriods() {
        for (int period = 1; period <= 20; period++) {
            byte[] bytes = new byte[700];
            for (int length = 0; length <= bytes.length; length++) {
                byte[] run = Arrays.copyOf(bytes, length);
                for (int i = 0; i < length; i++) {
                    run[i] = (byte) (i % period * 13);
                }

                assertThat(compressedBytes(run))
                        .as("%s bytes, period %s", length, period)
                        .isLessThan(18 + 2 + Math.min(length, period + 24) * 9 / 8 + 12);
            }
        }
    }

    /**
     * The third place knows the second, of which only few positions are in the table, and not the first. What is not
     * copied to the left of them would take 100 bytes more on average.
     */
    @Test
    void compress_extendsCopiesToTheLeft() {
        long sum = 0;
        int count = 0;
        for (int missing = 0; missing < 300; missing += 7, count++) {
            byte[] noise = new byte[600];
            random.nextBytes(noise);
            byte[] bytes = new byte[41_000];
            System.arraycopy(noise, 0, bytes, 0, noise.length);
            System.arraycopy(noise, 0, bytes, 20_000, noise.length);
            System.arraycopy(noise, missing, bytes, 40_000, noise.length - missing);
            sum += compressedBytes(bytes);
        }

        assertThat(sum / count).isLessThan(1_160);
    }

    @Test
    void compress_copiesAcrossTheEndsOfBlocks() {
        byte[] noise = new byte[1_000];
        random.nextBytes(noise);
        for (int at = FastGzipWriter.BLOCK_BYTES - 1_020; at <= FastGzipWriter.BLOCK_BYTES + 20; at++) {
            byte[] bytes = new byte[FastGzipWriter.BLOCK_BYTES + 2_000];
            System.arraycopy(noise, 0, bytes, at - 1_500, noise.length);
            System.arraycopy(noise, 0, bytes, at, noise.length);

            assertThat(compressedBytes(bytes)).as("at %s", at).isLessThan(1_000 * 9 / 8 + 400);
        }
    }

    /** Ids and times behind a copy differ in up to ten bytes; what is behind them is copied from the same place. */
    @Test
    void compress_goesOnWithACopyBehindBytesThatDiffer() {
        byte[] record = new byte[60];
        random.nextBytes(record);
        for (int different = 1; different <= 10; different++) {
            byte[] bytes = new byte[100 * record.length];
            byte[] own = new byte[different];
            for (int i = 0; i < 100; i++) {
                random.nextBytes(own);
                System.arraycopy(record, 0, bytes, i * record.length, record.length);
                System.arraycopy(own, 0, bytes, i * record.length + 30, different);
            }

            assertThat(compressedBytes(bytes)).as("%s bytes differ", different).isLessThan(100 * (9 + different) + 200);
        }
    }
}
