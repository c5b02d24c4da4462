/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.fasttelemetry.agent.config.TestConfig;
import io.fasttelemetry.agent.export.TestSpans;
import io.fasttelemetry.agent.export.transport.SendResult.Outcome;
import io.fasttelemetry.proto.EncodedRequest;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

final class SendWorkerTest {
    private static final long SHORT_NANOS = 1_000_000L;
    private static final long LONG_NANOS = 3_600_000_000_000L;

    private final EncodedRequest batch = TestSpans.batch(1, null);
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private final List<Thread> senders = new CopyOnWriteArrayList<>();
    private final AtomicInteger answers = new AtomicInteger();
    private volatile Supplier<SendResult> behaviour = () -> SendResult.delivered(0, null);
    private final ReloadingSender sender = new ReloadingSender(TestConfig.of("endpoint", "http://localhost:1"), "1") {
        @Override
        public SendResult send(Signal signal, EncodedRequest request, long timeoutNanos) {
            senders.add(Thread.currentThread());
            return behaviour.get();
        }
    };

    private SendWorker worker(long idleNanos) {
        ThreadFactory factory = work -> {
            Thread thread = new Thread(work, "sender");
            thread.setDaemon(true);
            thread.setUncaughtExceptionHandler((ended, failure) -> {});
            threads.add(thread);
            return thread;
        };
        return new SendWorker(sender, factory, answers::incrementAndGet, idleNanos);
    }

    private SendResult send(SendWorker worker) {
        worker.start(Signal.TRACES, batch, 0);
        SendResult result = worker.result();
        while (result == null) {
            LockSupport.parkNanos(1_000_000_000L);
            result = worker.result();
        }
        worker.release();
        return result;
    }

    @Test
    void start_sendsOnAThreadThatIsKept() {
        SendWorker worker = worker(LONG_NANOS);
        for (int i = 0; i < 1_000; i++) {
            assertThat(send(worker).outcome).isEqualTo(Outcome.DELIVERED);
        }

        assertThat(threads).hasSize(1);
        assertThat(senders).hasSize(1_000).containsOnly(threads.get(0));
        assertThat(answers).hasValue(1_000);
    }

    @Test
    void start_doesNotWaitForTheAnswer() throws InterruptedException {
        CountDownLatch answer = new CountDownLatch(1);
        behaviour = () -> {
            try {
                answer.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            return SendResult.delivered(7, null);
        };
        SendWorker worker = worker(LONG_NANOS);
        worker.start(Signal.TRACES, batch, 0);
        assertThat(worker.result()).isNull();
        answer.countDown();
        while (worker.result() == null) {
            LockSupport.parkNanos(1_000_000_000L);
        }

        assertThat(worker.result().rejectedCount).isEqualTo(7);
    }

    /** A thread that is about to end and a request that comes at this moment: either gets the request, none is lost. */
    @Test
    void run_endsWhenIdleAndComesBack() throws InterruptedException {
        SendWorker worker = worker(SHORT_NANOS);
        int rounds = 0;
        while (threads.size() < 20) {
            assertThat(send(worker).outcome).isEqualTo(Outcome.DELIVERED);
            LockSupport.parkNanos(SHORT_NANOS * (rounds++ % 4));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(answers).hasValue(rounds);
    }

    @Test
    void run_keepsAThreadWhoseResultIsNotTaken() throws InterruptedException {
        SendWorker worker = worker(SHORT_NANOS);
        worker.start(Signal.TRACES, batch, 0);
        threads.get(0).join(20);
        while (worker.result() == null) {
            LockSupport.parkNanos(1_000_000_000L);
        }
        assertThat(threads.get(0).isAlive()).isTrue();

        worker.release();

        threads.get(0).join();
    }

    @Test
    void start_withoutAThreadSendsItself() {
        SendWorker worker = new SendWorker(
                sender,
                work -> {
                    throw new OutOfMemoryError("unable to create native thread");
                },
                answers::incrementAndGet);
        for (int i = 0; i < 3; i++) {
            assertThat(send(worker).outcome).isEqualTo(Outcome.DELIVERED);
        }
        assertThat(senders).containsOnly(Thread.currentThread());
    }

    @Test
    void start_anErrorIsAResultThatMayBeRetried() {
        behaviour = () -> {
            throw new OutOfMemoryError("for a test");
        };
        SendWorker worker = worker(LONG_NANOS);

        assertThat(send(worker).mayRetry()).isTrue();
        behaviour = () -> SendResult.delivered(0, null);
        assertThat(send(worker).outcome).isEqualTo(Outcome.DELIVERED);
    }

    @Test
    void result_ofAThreadThatCouldNotBeginMayBeRetried() throws InterruptedException {
        AtomicInteger made = new AtomicInteger();
        SendWorker worker = new SendWorker(
                sender,
                work -> {
                    Thread thread = made.getAndIncrement() == 0 ? new Thread(() -> {}) : new Thread(work);
                    threads.add(thread);
                    return thread;
                },
                answers::incrementAndGet,
                SHORT_NANOS);
        worker.start(Signal.TRACES, batch, 0);
        threads.get(0).join();

        assertThat(worker.result().mayRetry()).isTrue();
        worker.release();
        assertThat(send(worker).outcome).isEqualTo(Outcome.DELIVERED);
    }
}
