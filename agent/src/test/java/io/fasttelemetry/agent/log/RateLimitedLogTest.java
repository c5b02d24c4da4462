/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RateLimitedLogTest {
    private static final long SECOND_NANOS = 1_000_000_000L;
    private final ErrCapture err = new ErrCapture();
    /** Starts just before the clock wraps around. */
    private long nowNanos = Long.MAX_VALUE - 30 * SECOND_NANOS;

    private final RateLimitedLog log = new RateLimitedLog(() -> nowNanos);

    @AfterEach
    void restore() {
        err.close();
    }

    @Test
    void warn_printsFiveInTheFirstMinuteAndOneAMinuteThen() {
        for (int second = 0; second < 300; second++) {
            log.warn("send", "failed at " + second);
            nowNanos += SECOND_NANOS;
        }

        assertThat(err.lines())
                .containsExactly(
                        "fast-telemetry WARN failed at 0",
                        "fast-telemetry WARN failed at 1",
                        "fast-telemetry WARN failed at 2",
                        "fast-telemetry WARN failed at 3",
                        "fast-telemetry WARN failed at 4",
                        "fast-telemetry WARN failed at 64 (59 more of this kind were left out before)",
                        "fast-telemetry WARN failed at 124 (59 more of this kind were left out before)",
                        "fast-telemetry WARN failed at 184 (59 more of this kind were left out before)",
                        "fast-telemetry WARN failed at 244 (59 more of this kind were left out before)");
    }

    @Test
    void warn_limitsEachTopicOnItsOwn() {
        for (int i = 0; i < 10; i++) {
            log.warn("one", "one");
            log.error("two", "two");
        }

        assertThat(err.lines().stream().filter("fast-telemetry WARN one"::equals))
                .hasSize(5);
        assertThat(err.lines().stream().filter("fast-telemetry ERROR two"::equals))
                .hasSize(5);
    }

    @Test
    void reported_leavesTheLimitInForceAndForgetsWhatWasLeftOut() {
        for (int i = 0; i < 8; i++) {
            log.warn("send", "failed");
        }

        log.reported("send");
        log.reported("never heard of");

        assertThat(log.warn("send", "failed at once again")).isFalse();
        log.reported("send");
        nowNanos += 61 * SECOND_NANOS;
        assertThat(log.warn("send", "failed later")).isTrue();
        assertThat(err.lines()).hasSize(6).endsWith("fast-telemetry WARN failed later");
    }

    @Test
    void warn_startsAfreshAfterTenQuietMinutesAndStillTellsTheCount() {
        for (int i = 0; i < 6; i++) {
            log.warn("send", "failed");
        }
        nowNanos += 600 * SECOND_NANOS;
        for (int i = 0; i < 6; i++) {
            log.warn("send", "later");
        }

        assertThat(err.lines()).hasSize(10);
        assertThat(err.lines().get(5))
                .isEqualTo("fast-telemetry WARN later (1 more of this kind were left out before)");
    }

    @Test
    void warn_countsNothingBelowTheLevel() {
        AgentLog.configure(LogLevel.ERROR, null);

        for (int i = 0; i < 10; i++) {
            assertThat(log.warn("send", "failed")).isFalse();
        }

        AgentLog.configure(LogLevel.WARN, null);
        log.warn("send", "first");
        assertThat(err.lines()).containsExactly("fast-telemetry WARN first");
    }

    @Test
    void warn_sharesOneTopicBeyondTheMost() {
        for (int i = 0; i < RateLimitedLog.MAX_TOPICS + 10; i++) {
            log.warn("topic " + i, "x");
        }

        List<String> lines = err.lines();
        assertThat(lines).hasSize(RateLimitedLog.MAX_TOPICS + 5);
    }
}
