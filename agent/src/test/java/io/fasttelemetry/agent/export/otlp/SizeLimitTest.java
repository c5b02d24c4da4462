/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class SizeLimitTest {
    private final SizeLimit limit = new SizeLimit();

    @Test
    void maxBytes_isNoneUntilTheReceiverNamesOne() {
        limit.answered(1_000_000, true);
        limit.spanTooLarge();
        assertThat(limit.maxBytes(0)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void maxBytes_isWhatPassed() {
        limit.tooLarge(1_000, 510, 0);
        limit.tooLarge(510, 260, 0);
        limit.answered(260, true);
        limit.answered(250, true);
        assertThat(limit.maxBytes(1)).isEqualTo(260);
    }

    /** One span that is too large by itself makes each half fail that it is in. */
    @Test
    void maxBytes_isNotLoweredByOneLargeSpan() {
        limit.tooLarge(1_000, 510, 0);
        limit.answered(510, true);
        limit.tooLarge(505, 260, 0);
        assertThat(limit.maxBytes(1)).isEqualTo(510);
    }

    @Test
    void maxBytes_isLoweredWhenWhatPassedFailsAgainAndAgain() {
        limit.tooLarge(1_000, 510, 0);
        limit.answered(510, true);
        for (int i = 0; i < 3; i++) {
            limit.tooLarge(505, 260, 0);
        }
        assertThat(limit.maxBytes(1)).isEqualTo(260);
    }

    @Test
    void maxBytes_isForgottenAfterAWhile() {
        limit.tooLarge(1_000, 510, 7);
        assertThat(limit.maxBytes(6 + SizeLimit.MEMORY_NANOS)).isEqualTo(510);
        assertThat(limit.maxBytes(7 + SizeLimit.MEMORY_NANOS)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void isHopeless_onlyAfterMoreRefusalsInARowThanHalvingNeeds() {
        for (int i = 0; i < SizeLimit.MAX_IN_A_ROW; i++) {
            limit.tooLarge(1 << (30 - i), 1 << (29 - i), 0);
        }
        assertThat(limit.isHopeless()).isFalse();
        limit.spanTooLarge();
        assertThat(limit.isHopeless()).isTrue();
        limit.answered(10, true);
        assertThat(limit.isHopeless()).isFalse();
    }

    /** Requests that were in flight together are refused together. */
    @Test
    void tooLarge_countsARequestThatWasSentBeforeTheLimitWasLearntOnce() {
        for (int i = 0; i <= SizeLimit.MAX_IN_A_ROW; i++) {
            limit.tooLarge(1_000, 510, 0);
        }

        assertThat(limit.isHopeless()).isFalse();
        assertThat(limit.isSearching()).isTrue();
        assertThat(limit.maxBytes(1)).isEqualTo(510);
        limit.answered(500, true);
        assertThat(limit.isSearching()).isFalse();
    }
}
