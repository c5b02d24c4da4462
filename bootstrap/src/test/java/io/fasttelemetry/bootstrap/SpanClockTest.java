/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SpanClockTest {
    private static final long HOUR_NANOS = 3_600_000_000_000L;
    private static final long EPOCH_NANOS = 1_800_000_000_000_000_000L;

    /** Brings an offset into force that no test used before. */
    private static void start(long nanoTime, long epochNanos) {
        SpanClock.update(nanoTime, epochNanos + HOUR_NANOS * 1000);
        assertThat(SpanClock.update(nanoTime, epochNanos)).isTrue();
    }

    @Test
    void update_keepsTheAnchorWhileTheClocksAgree() {
        start(1000, EPOCH_NANOS);
        int anchor = SpanClock.anchor();

        assertThat(SpanClock.update(2000, EPOCH_NANOS + 1000 + 499_999)).isFalse();
        assertThat(SpanClock.update(2000, EPOCH_NANOS + 1000 - 499_999)).isFalse();

        assertThat(SpanClock.anchor()).isEqualTo(anchor);
        assertThat(SpanClock.offsetNanos(anchor)).isEqualTo(EPOCH_NANOS - 1000);
    }

    @Test
    void update_addsAnAnchorAtTheToleranceAndMeasuresFromTheOneInForce() {
        start(1000, EPOCH_NANOS);

        assertThat(SpanClock.update(1000, EPOCH_NANOS + 300_000)).isFalse();
        assertThat(SpanClock.update(1000, EPOCH_NANOS + 500_000)).isTrue();
        assertThat(SpanClock.offsetNanos(SpanClock.anchor())).isEqualTo(EPOCH_NANOS + 500_000 - 1000);
        assertThat(SpanClock.update(1000, EPOCH_NANOS)).isTrue();
    }

    @Test
    void offsetNanos_ofATraceUnderWayDoesNotFollowSteps() {
        start(0, EPOCH_NANOS);
        int before = SpanClock.anchor();

        SpanClock.update(10, EPOCH_NANOS + 10 + HOUR_NANOS);
        int forward = SpanClock.anchor();
        SpanClock.update(20, EPOCH_NANOS + 20 - HOUR_NANOS);

        assertThat(SpanClock.offsetNanos(before)).isEqualTo(EPOCH_NANOS);
        assertThat(SpanClock.offsetNanos(forward)).isEqualTo(EPOCH_NANOS + HOUR_NANOS);
        assertThat(SpanClock.offsetNanos(SpanClock.anchor())).isEqualTo(EPOCH_NANOS - HOUR_NANOS);
    }

    /**
     * The wall clock runs faster than nanoTime; the export thread looks every ten seconds, a span ends every second.
     */
    @Test
    void offsetNanos_followsADriftOverADay() {
        double drift = 50e-6;
        start(0, EPOCH_NANOS);
        long worst = 0;
        for (long second = 0; second < 24 * 3600; second++) {
            long nanoTime = second * 1_000_000_000L;
            long wallNanos = EPOCH_NANOS + nanoTime + (long) (nanoTime * drift);
            if (second % 10 == 0) {
                SpanClock.update(nanoTime, wallNanos);
            }
            long offset = SpanClock.offsetNanos(SpanClock.anchor());
            worst = Math.max(worst, Math.abs(nanoTime + offset - wallNanos));
        }

        assertThat(worst).isLessThan(1_100_000L);
    }

    @Test
    void offsetNanos_worksAcrossTheEndOfNanoTime() {
        start(Long.MAX_VALUE - 500, EPOCH_NANOS);
        int anchor = SpanClock.anchor();
        long startNanos = Long.MAX_VALUE - 100;
        long endNanos = startNanos + 1000;
        assertThat(endNanos).isNegative();

        assertThat(SpanClock.update(endNanos, EPOCH_NANOS + 1400)).isFalse();

        assertThat(startNanos + SpanClock.offsetNanos(anchor)).isEqualTo(EPOCH_NANOS + 400);
        assertThat(endNanos + SpanClock.offsetNanos(anchor)).isEqualTo(EPOCH_NANOS + 1400);
    }

    @Test
    void offsetNanos_keepsTheLastAnchorsThroughTheWrapOfTheirNumber() {
        long step = 1_000_000;
        start(0, EPOCH_NANOS);
        int count = 70_000;
        int[] anchors = new int[count];
        boolean wrapped = false;

        for (int i = 0; i < count; i++) {
            assertThat(SpanClock.update(0, EPOCH_NANOS + (i + 1) * step)).isTrue();
            anchors[i] = SpanClock.anchor();
            wrapped |= i > 0 && anchors[i] < anchors[i - 1];
            if (i % 97 == 0 && i > SpanClock.SIZE) {
                int oldestKept = i - SpanClock.SIZE + 1;
                assertThat(SpanClock.offsetNanos(anchors[i])).isEqualTo(EPOCH_NANOS + (i + 1) * step);
                assertThat(SpanClock.offsetNanos(anchors[i - 1234])).isEqualTo(EPOCH_NANOS + (i - 1233) * step);
                assertThat(SpanClock.offsetNanos(anchors[oldestKept])).isEqualTo(EPOCH_NANOS + (oldestKept + 1) * step);
                assertThat(SpanClock.offsetNanos(anchors[oldestKept - 1]))
                        .as("older than kept reads as the oldest")
                        .isEqualTo(EPOCH_NANOS + (oldestKept + 1) * step);
            }
        }

        assertThat(wrapped).isTrue();
        assertThat(SpanClock.offsetNanos(anchors[count - 1 - 33_000]))
                .isEqualTo(SpanClock.offsetNanos(anchors[count - SpanClock.SIZE]));
        assertThat(java.util.Arrays.stream(anchors)).allMatch(anchor -> anchor >= 0 && anchor <= 0xFFFF);
    }
}
