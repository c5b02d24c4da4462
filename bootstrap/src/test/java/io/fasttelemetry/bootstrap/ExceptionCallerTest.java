/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class ExceptionCallerTest {
    private static final long BEGIN_NANOS = 60_000_000_000L;
    private static final long NANOS = 20_000_000L;

    private final ExceptionCaller caller = new ExceptionCaller();
    private final CountDownLatch latch = new CountDownLatch(1);

    private static final class Answers extends ExceptionCaller.Call {
        private static final long serialVersionUID = 1L;

        Answers() {
            super(new Exception("answer"));
        }
    }

    private final class Hangs extends ExceptionCaller.Call {
        private static final long serialVersionUID = 1L;

        Hangs() {
            super(new Exception());
        }

        @Override
        protected String ask(Throwable asked) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            return "late";
        }
    }

    private boolean run(ExceptionCaller.Call call) {
        return caller.run(call, BEGIN_NANOS, call instanceof Hangs ? NANOS : BEGIN_NANOS, true);
    }

    @Test
    void run_failsBeforeThereIsAThread() {
        assertThat(run(new Answers())).isFalse();
    }

    @Test
    void run_callsOnADaemonInTheGroupOfWhoPreparedIt() {
        caller.prepare();
        Thread[] on = new Thread[1];
        ExceptionCaller.Call call = new ExceptionCaller.Call(new Exception("answer")) {
            private static final long serialVersionUID = 1L;

            @Override
            protected String ask(Throwable asked) {
                on[0] = Thread.currentThread();
                return super.ask(asked);
            }
        };

        assertThat(run(call)).isTrue();

        assertThat(call.text()).isEqualTo("answer");
        assertThat(on[0].isDaemon()).isTrue();
        assertThat(on[0]).isNotSameAs(Thread.currentThread());
        assertThat(on[0].getThreadGroup()).isSameAs(Thread.currentThread().getThreadGroup());
    }

    @Test
    void run_whatItThrowsIsNoText() {
        caller.prepare();
        ExceptionCaller.Call call = new ExceptionCaller.Call(new Exception()) {
            private static final long serialVersionUID = 1L;

            @Override
            protected String ask(Throwable asked) {
                throw new StackOverflowError();
            }
        };

        assertThat(run(call)).isTrue();
        assertThat(call.text()).isNull();
        assertThat(run(new Answers())).as("the thread goes on").isTrue();
    }

    @Test
    void run_leavesHungThreadsBehindUpToAMaximum() throws InterruptedException {
        caller.prepare();
        for (int i = 0; i < ExceptionCaller.MAX_HUNG; i++) {
            Hangs hangs = new Hangs();
            assertThat(run(hangs)).isFalse();
            assertThat(hangs.isLate()).isTrue();
            assertThat(hangs.hasEnded()).isFalse();
            assertThat(run(new Answers())).isEqualTo(i + 1 < ExceptionCaller.MAX_HUNG);
        }
        assertThat(ExceptionCaller.hungCount()).isEqualTo(ExceptionCaller.MAX_HUNG);

        latch.countDown();
        while (ExceptionCaller.hungCount() > 0) {
            Thread.sleep(1);
        }
        assertThat(run(new Answers())).as("they have come back").isTrue();
    }

    @Test
    void run_manyThreadsAllGetTheirAnswers() {
        caller.prepare();
        Threads.inFresh(
                4,
                index -> {
                    for (int i = 0; i < 500; i++) {
                        String expected = index + " " + i;
                        ExceptionCaller.Call call = new ExceptionCaller.Call(new Exception(expected));
                        assertThat(caller.run(call, BEGIN_NANOS, BEGIN_NANOS, index % 2 == 0))
                                .isTrue();
                        assertThat(call.text()).isEqualTo(expected);
                    }
                },
                0);
    }

    @Test
    void run_leavesInterruptAndPermitAsTheyWere() {
        caller.prepare();
        Threads.inFresh(() -> {
            Thread.currentThread().interrupt();
            assertThat(run(new Answers())).isTrue();
            assertThat(Thread.interrupted()).isTrue();
            LockSupport.unpark(Thread.currentThread());
            assertThat(run(new Answers())).isTrue();
            LockSupport.park(); // does not block
        });
    }
}
