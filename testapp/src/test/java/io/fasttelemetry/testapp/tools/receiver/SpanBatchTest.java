/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.testapp.tools.receiver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SpanBatchTest {
    private static final byte[] REQUEST = Requests.otlp(100, 1, 2, 3).toByteArray();

    @Test
    void read_findsIdsAndTimes() {
        SpanBatch batch = SpanBatch.read(REQUEST, true);

        assertThat(batch.size()).isEqualTo(3);
        assertThat(batch.id(0)).isEqualTo(1);
        assertThat(batch.id(2)).isEqualTo(3);
        assertThat(batch.startEpochNanos(1)).isEqualTo(102);
        assertThat(batch.endEpochNanos(1)).isEqualTo(112);
    }

    @Test
    void read_ofManyKeepsAll() {
        long[] ids = new long[1000];
        Arrays.setAll(ids, i -> i + 1L);

        SpanBatch batch = SpanBatch.read(Requests.otlp(0, ids).toByteArray(), true);

        assertThat(batch.size()).isEqualTo(1000);
        assertThat(batch.id(999)).isEqualTo(1000);
    }

    @Test
    void read_withoutDetailsCounts() {
        assertThat(SpanBatch.read(REQUEST, false).size()).isEqualTo(3);
        assertThat(SpanBatch.read(new byte[0], false).size()).isZero();
    }

    @Test
    void read_ofLessThanARequestThrows() {
        for (int length = 1; length < REQUEST.length; length++) {
            byte[] part = Arrays.copyOf(REQUEST, length);

            assertThatThrownBy(() -> SpanBatch.read(part, true))
                    .as("%d bytes", length)
                    .isInstanceOf(RuntimeException.class);
        }
    }

    @Test
    void read_ofAnotherFormatThrows() {
        assertThatThrownBy(() -> SpanBatch.read(new byte[] {7}, true)).hasMessageContaining("wire type");
    }
}
