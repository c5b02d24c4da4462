/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.proto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GzipWriterTest {
    static Stream<GzipWriter> writers() {
        return Stream.of(new FastGzipWriter(0), new ZlibGzipWriter(0, new GzipBuffers()));
    }

    @ParameterizedTest
    @MethodSource("writers")
    void compress_isInflatedToTheSameBytes(GzipWriter gzip) {
        Random random = new Random(3);
        try (gzip) {
            for (int size :
                    new int[] {0, 1, 100, 65_000, 65_517, 65_518, 65_519, 65_526, 65_536, 300_000, 5 << 20, 10}) {
                byte[] noise = new byte[size];
                random.nextBytes(noise);
                byte[] text = new byte[size];
                for (int i = 0; i < size; i++) {
                    text[i] = (byte) (i % 7);
                }

                assertThat(Requests.gunzip(gzip.compress(noise, 0, size))).isEqualTo(noise);
                assertThat(Requests.gunzip(gzip.compress(text, 0, size))).isEqualTo(text);
            }
        }
    }

    /** Noise does not shrink, so one of these sizes leaves each possible rest of the first output array. */
    @Test
    void compress_hasRoomForItsTrailerAtEverySize() {
        byte[] noise = new byte[65_560];
        new Random(4).nextBytes(noise);
        for (int size = 65_460; size < noise.length; size++) {
            int count = size;
            writers().forEach(gzip -> {
                try (gzip) {
                    assertThat(Requests.gunzip(gzip.compress(noise, 0, count))).isEqualTo(Arrays.copyOf(noise, count));
                }
            });
        }
    }

    @ParameterizedTest
    @MethodSource("writers")
    void compress_takesTheRangeAlone(GzipWriter gzip) {
        byte[] bytes = {1, 2, 3, 4, 5, 6};
        try (gzip) {
            assertThat(Requests.gunzip(gzip.compress(bytes, 2, 3))).isEqualTo(Arrays.copyOfRange(bytes, 2, 5));
        }
    }

    @Test
    void compress_ofZlibThrowsAfterClose() {
        GzipWriter gzip = new ZlibGzipWriter(0, new GzipBuffers());
        gzip.close();

        // Which one depends on the JDK.
        assertThatThrownBy(() -> gzip.compress(new byte[1], 0, 1))
                .isInstanceOfAny(NullPointerException.class, IllegalStateException.class);
    }
}
