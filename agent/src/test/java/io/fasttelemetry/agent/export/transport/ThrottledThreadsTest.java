/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.fasttelemetry.agent.export.StandardErr;
import io.fasttelemetry.agent.export.TestThreads;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ThrottledThreadsTest {
    /** As where the heap is exhausted: a thread that looks for work ends. */
    private static final class FailingQueue extends SynchronousQueue<Runnable> {
        private static final long serialVersionUID = 1L;

        @Override
        public Runnable poll(long timeout, TimeUnit unit) {
            throw new OutOfMemoryError("for a test");
        }
    }

    private final AtomicInteger started = new AtomicInteger();
    private final AtomicInteger done = new AtomicInteger();

    private final ThrottledThreads threads = new ThrottledThreads(work -> {
        started.incrementAndGet();
        return TestThreads.agentThread(work, "pooled");
    });

    @Test
    @Timeout(30)
    void newThread_takesItsTimeForAPoolWhoseThreadsEndAtOnce() throws InterruptedException {
        try (StandardErr err = new StandardErr()) {
            ThreadPoolExecutor pool =
                    new ThreadPoolExecutor(0, Integer.MAX_VALUE, 60, TimeUnit.SECONDS, new FailingQueue(), threads);
            long start = System.nanoTime();
            pool.execute(done::incrementAndGet);
            while (started.get() < ThrottledThreads.MAX_COUNT + 5) {
                Thread.onSpinWait();
            }
            long millis = (System.nanoTime() - start) / 1_000_000;
            pool.shutdown();

            assertThat(pool.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
            assertThat(done).hasValue(1);
            assertThat(millis).isGreaterThanOrEqualTo(5 * ThrottledThreads.DELAY_MILLIS);
            assertThat(err.lines())
                    .allMatch(line -> line.contains("thread pooled ended: java.lang.OutOfMemoryError: for a test"));
        }
    }

    @Test
    @Timeout(30)
    void newThread_isThereAtOnceForAPoolInGoodHealth() throws InterruptedException {
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(0, Integer.MAX_VALUE, 60, TimeUnit.SECONDS, new SynchronousQueue<>(), threads);
        for (int i = 0; i < 10; i++) {
            pool.execute(done::incrementAndGet);
        }
        pool.shutdown();

        assertThat(pool.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        assertThat(done).hasValue(10);
    }
}
