/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export.transport.okhttp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import okio.AsyncTimeout;
import org.junit.jupiter.api.Test;

final class EarlierDeadlineTest {
    private static final long PERIOD_MILLIS = 20;

    private final AtomicInteger passed = new AtomicInteger();
    private final EarlierDeadline earlier = new EarlierDeadline(PERIOD_MILLIS) {
        @Override
        protected synchronized void timedOut() {
            super.timedOut();
            passed.incrementAndGet();
        }
    };

    private static void assertADeadlineIsKept() throws InterruptedException {
        CountDownLatch over = new CountDownLatch(1);
        AsyncTimeout deadline = new AsyncTimeout() {
            @Override
            protected void timedOut() {
                over.countDown();
            }
        };
        deadline.timeout(3 * PERIOD_MILLIS, TimeUnit.MILLISECONDS);
        deadline.enter();
        assertThat(over.await(10, TimeUnit.SECONDS)).isTrue();
        deadline.exit();
    }

    @Test
    void keep_leavesTheDeadlinesOfRequestsAlone() throws InterruptedException {
        for (int i = 0; i < 5; i++) {
            earlier.keep();
            assertADeadlineIsKept();
        }
    }

    @Test
    void keep_setsItAgainAndAgainUntilItIsUnwanted() throws InterruptedException {
        while (passed.get() < 5) {
            earlier.keep();
            Thread.sleep(1);
        }
        Thread.sleep(3 * PERIOD_MILLIS); // one more for the last keep
        int last = passed.get();
        Thread.sleep(5 * PERIOD_MILLIS);
        assertThat(passed).hasValue(last);

        earlier.keep();
        assertADeadlineIsKept();
        assertThat(passed.get()).isGreaterThan(last);
    }

    @Test
    void keep_reportsThatTheWatchdogHasEnded() throws InterruptedException {
        EarlierDeadline never = new EarlierDeadline(1) {
            @Override
            protected synchronized void timedOut() {}
        };
        never.keep();
        Thread.sleep(20);
        assertThatThrownBy(never::keep).isInstanceOf(InternalError.class);
    }

    /** As after the process was stopped for longer than that: its threads wake at the same time. */
    @Test
    void keep_waitsForAWatchdogThatIsLate() throws InterruptedException {
        EarlierDeadline late = new EarlierDeadline(1) {
            @Override
            @SuppressWarnings("UnsynchronizedOverridesSynchronized") // keep is to get its turn meanwhile
            protected void timedOut() {
                try {
                    Thread.sleep(100);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                super.timedOut();
            }
        };
        late.keep();
        Thread.sleep(20);
        assertThatCode(late::keep).doesNotThrowAnyException();
    }
}
