/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import io.fasttelemetry.agent.export.transport.SendResult;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RetryPolicyTest {
    @Test
    void delay_neverOverflows() {
        RetryPolicy policy = new RetryPolicy(Long.MAX_VALUE / 3, Long.MAX_VALUE, new Random(7));
        for (int failures = 1; failures < 1000; failures++) {
            assertThat(policy.delayNanos(failures, SendResult.NO_RETRY_AFTER))
                    .isGreaterThanOrEqualTo(Long.MAX_VALUE / 4 - 1024);
            assertThat(policy.delayNanos(failures, Long.MAX_VALUE)).isPositive();
        }
        assertThat(new RetryPolicy(1, 1, new Random(7)).delayNanos(Integer.MAX_VALUE, SendResult.NO_RETRY_AFTER))
                .isBetween(0L, 1L);
    }

    private static final long SECOND = 1_000_000_000L;
    private static final int SAMPLES = 1000;

    private final RetryPolicy policy = new RetryPolicy(5 * SECOND, 300 * SECOND, new Random(42));

    @ParameterizedTest
    @CsvSource({"1,5", "2,10", "3,20", "4,40", "5,80", "6,160", "7,300", "8,300", "60,300", "2000000000,300"})
    void delay_doublesWithinItsBandAndNeverPassesTheMost(int failures, long seconds) {
        double least = 0.75 * seconds * SECOND;
        double greatest = Math.min(1.25 * seconds, 300) * SECOND;
        int lower = 0;
        int[] tenths = new int[10];
        Set<Long> different = new HashSet<>();
        for (int i = 0; i < SAMPLES; i++) {
            long delay = policy.delayNanos(failures, SendResult.NO_RETRY_AFTER);
            assertThat((double) delay).isBetween(least, greatest);
            lower += delay < (least + greatest) / 2 ? 1 : 0;
            tenths[(int) Math.min(9, (delay - least) * 10 / (greatest - least))]++;
            different.add(delay);
        }
        assertThat(lower).as("jitter goes to both sides").isBetween(400, 600);
        assertThat(Arrays.stream(tenths).boxed()).as("no spike").allMatch(count -> count > 50 && count < 160);
        assertThat(different).hasSizeGreaterThan(990);
    }

    @Test
    void delay_neverShorterThanRetryAfter() {
        for (int i = 0; i < SAMPLES; i++) {
            assertThat(policy.delayNanos(1, 20 * SECOND)).isEqualTo(20 * SECOND);
            assertThat(policy.delayNanos(4, 20 * SECOND)).isGreaterThanOrEqualTo(30 * SECOND);
            assertThat(policy.delayNanos(1, 0)).isGreaterThanOrEqualTo(15 * SECOND / 4);
        }
    }

    @Test
    void delay_retryAfterIsCapped() {
        assertThat(policy.delayNanos(1, Long.MAX_VALUE)).isEqualTo(300 * SECOND);
    }

    @Test
    void delay_retryAfterMayPassTheUsersOwnMost() {
        RetryPolicy quick = new RetryPolicy(1_000_000, 2_000_000, new Random(1));

        assertThat(quick.delayNanos(9, SendResult.NO_RETRY_AFTER)).isLessThanOrEqualTo(2_000_000);
        assertThat(quick.delayNanos(9, 3 * SECOND)).isEqualTo(3 * SECOND);
    }
}
