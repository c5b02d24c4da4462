/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export.otlp;

import static io.fasttelemetry.agent.export.otlp.ScriptedSlots.unavailable;
import static org.assertj.core.api.Assertions.assertThat;

import io.fasttelemetry.agent.export.transport.SendResult;
import io.fasttelemetry.agent.export.transport.SendResult.Outcome;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class BackoffTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long BASE = 4 * SECOND;
    private static final SendResult UNREACHABLE = SendResult.failed(Outcome.UNREACHABLE, "nobody");

    private final Backoff backoff = new Backoff(new RetryPolicy(BASE, 60 * SECOND, new Random(1)));

    private void assertDelayOf(long nanos, long now) {
        assertThat(backoff.nanosUntilProbe(now)).isBetween(nanos / 4 * 3, nanos / 4 * 5);
    }

    @Test
    void failed_delaysDoubleFromProbeToProbe() {
        long now = Long.MAX_VALUE - SECOND; // nanoTime may wrap around
        for (int i = 0; i < 4; i++) {
            backoff.failed(unavailable(), backoff.round(), now);

            assertDelayOf(BASE << i, now);
            now += backoff.nanosUntilProbe(now);
            assertThat(backoff.nanosUntilProbe(now)).isZero();
        }
        assertThat(backoff.succeeded(now)).isTrue();
        assertThat(backoff.isOver()).isTrue();
        assertThat(backoff.succeeded(now)).as("ends once").isFalse();
    }

    @Test
    void failed_requestsThatWereInFlightTogetherAreOneRound() {
        for (int i = 0; i < 4; i++) {
            backoff.failed(unavailable(), 0, i);
        }

        assertThat(backoff.round()).isEqualTo(1);
        assertDelayOf(BASE, 3);
        assertThat(backoff.hasSpareProbe()).isFalse();
    }

    @Test
    void failed_aSingleFailureLeavesASpareProbe() {
        backoff.failed(unavailable(), 0, 0);
        assertThat(backoff.hasSpareProbe()).isTrue();

        int round = backoff.spendSpareProbe();
        backoff.failed(unavailable(), round, SECOND);

        assertThat(backoff.hasSpareProbe()).isFalse();
        assertThat(backoff.round()).isEqualTo(1);
        assertDelayOf(BASE, SECOND);
    }

    @Test
    void failed_nobodyThereOrADelayAskedForLeavesNoSpareProbe() {
        backoff.failed(UNREACHABLE, 0, 0);
        assertThat(backoff.hasSpareProbe()).isFalse();
        backoff.succeeded(1);
        backoff.failed(SendResult.retry("HTTP 503", 1), 0, 0);
        assertThat(backoff.hasSpareProbe()).isFalse();
    }

    @Test
    void succeeded_doesNotShortenARetryAfter() {
        backoff.failed(SendResult.retry("HTTP 429", 20 * SECOND), 0, 0);
        assertThat(backoff.succeeded(SECOND)).isFalse();
        backoff.failed(unavailable(), 0, 2 * SECOND);
        assertThat(backoff.succeeded(3 * SECOND)).isFalse();

        assertThat(backoff.nanosUntilProbe(3 * SECOND)).isEqualTo(17 * SECOND);
        assertThat(backoff.succeeded(20 * SECOND)).isTrue();
    }

    @Test
    void succeeded_leavesOfTheDelaysOnlyTheOneAskedFor() {
        backoff.failed(SendResult.retry("HTTP 503", SECOND), 0, 0);
        assertDelayOf(BASE, 0);

        assertThat(backoff.succeeded(SECOND / 2)).isFalse();

        assertThat(backoff.nanosUntilProbe(SECOND / 2)).isEqualTo(SECOND / 2);
    }

    @Test
    void finish_endsTheDelayAndShortensLaterOnes() {
        backoff.failed(SendResult.retry("HTTP 429", 200 * SECOND), 0, 0);
        backoff.finish(SECOND);
        assertThat(backoff.nanosUntilProbe(SECOND)).isZero();
        assertThat(backoff.isOver()).as("one probe first").isFalse();

        backoff.failed(unavailable(), backoff.round(), SECOND);

        assertThat(backoff.nanosUntilProbe(SECOND)).isEqualTo(SECOND / 10);
        assertThat(backoff.isHopeless(2 * SECOND)).isFalse();
        assertThat(backoff.isHopeless(SECOND + SECOND / 20)).isTrue();
    }

    @Test
    void isHopeless_ifNobodyListens() {
        backoff.finish(0);
        backoff.failed(UNREACHABLE, 0, 0);
        assertThat(backoff.isHopeless(100 * SECOND)).isTrue();

        backoff.succeeded(1);
        assertThat(backoff.isHopeless(100 * SECOND)).isFalse();
    }
}
