/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.bootstrap;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * Calls methods of the application's exceptions on a daemon thread, for threads that must not be blocked by them: the
 * asking thread waits for a bounded time. A thread that hangs in such a method is abandoned and replaced; with {@value
 * #MAX_HUNG} hung threads in the process nothing is called until one of them returns.
 *
 * <p>The thread is started by the first call and ends after it was idle for a while. It is made beforehand, on a thread
 * of the agent, since a thread inherits from the thread that makes it, not from the one that starts it. Nothing is
 * recorded on it.
 *
 * <p>Lock-free; any thread may ask.
 */
public final class ExceptionCaller {
    /** Max number of hung threads. */
    static final int MAX_HUNG = 3;

    private static final long IDLE_NANOS = 30_000_000_000L;
    private static final long RESTART_NANOS = 10_000_000_000L;

    /**
     * Max time that one wait counts for: a pause of the whole process, even of minutes, is not the exception's fault.
     */
    private static final long SLICE_NANOS = 1_000_000L;

    /** Min time of a wait; one that ends sooner did not wait, for instance since the thread is interrupted. */
    private static final long NO_WAIT_NANOS = 20_000L;

    private static final AtomicInteger HUNG = new AtomicInteger();

    private final AtomicReference<Call> posted = new AtomicReference<>();
    private final AtomicReference<Caller> current = new AtomicReference<>();
    private final AtomicReference<Caller> spare = new AtomicReference<>();

    /** Set by a thread that waited in vain for a call to begin, cleared by the reader thread when it takes a call. */
    private volatile boolean unresponsive;

    /** The {@code nanoTime} at which no thread could be started; 0 if that never happened. */
    private volatile long failedNanos;

    /**
     * Makes the thread, which is started when it is first needed. Before this is called, every call fails. To be called
     * on a thread of the agent, whose thread group the new one joins.
     */
    public void prepare() {
        if (spare.get() == null) {
            spare.compareAndSet(null, new Caller(this));
        }
    }

    /**
     * Has the thread make a call, and waits for it.
     *
     * @param beginNanos max wait for the call to begin
     * @param nanos max wait from then on for it to end; see {@link Call#isLate}
     * @param park false to yield instead, for virtual threads
     * @return whether it has ended; if so there is a {@link Call#text}
     */
    public boolean run(Call call, long beginNanos, long nanos, boolean park) {
        if ((unresponsive && current.get() != null) || !post(call)) {
            call.release();
            return false;
        }
        if (!await(call, beginNanos, nanos, park)) {
            if (call.compareAndSet(Call.POSTED, Call.CANCELLED)) {
                unresponsive = true;
                call.release();
                return false;
            }
            if (call.compareAndSet(Call.RUNNING, Call.LATE)) {
                abandon(call.caller);
                return false;
            }
        }
        return call.get() == Call.ENDED;
    }

    private boolean post(Call call) {
        if (HUNG.get() >= MAX_HUNG || (current.get() == null && spare.get() == null)) {
            return false;
        }
        call.waiting = Thread.currentThread();
        Call top;
        do {
            top = posted.get();
            call.next = top;
        } while (!posted.compareAndSet(top, call));
        Caller thread = current.get(); // read after posting: the thread looks for calls again after it has resigned
        if (thread != null) {
            LockSupport.unpark(thread);
            return true;
        }
        return start();
    }

    /** Starts the prepared thread; false if there is none, or the JVM cannot start one. */
    private boolean start() {
        if (failedNanos != 0 && System.nanoTime() - failedNanos < RESTART_NANOS) {
            return false;
        }
        Caller next = spare.getAndSet(null);
        if (next == null) {
            return current.get() != null;
        }
        if (!current.compareAndSet(null, next)) {
            spare.compareAndSet(null, next);
            return true;
        }
        try {
            next.start();
            return true;
        } catch (Throwable t) {
            current.compareAndSet(next, null);
            spare.compareAndSet(null, next); // it can still be started
            failedNanos = System.nanoTime() | 1;
            return false;
        }
    }

    @SuppressWarnings("ThreadPriorityCheck") // a thread that cannot park can only yield
    private static boolean await(Call call, long beginNanos, long nanos, boolean park) {
        long beginLeft = beginNanos;
        long left = nanos;
        boolean parked = false;
        while (call.get() <= Call.RUNNING && left > 0 && beginLeft > 0) {
            boolean begun = call.get() == Call.RUNNING;
            long before = System.nanoTime();
            if (park) {
                LockSupport.parkNanos(SLICE_NANOS);
                parked = true;
            }
            if (System.nanoTime() - before < NO_WAIT_NANOS) {
                Thread.yield();
            }
            long waited = Math.min(System.nanoTime() - before, SLICE_NANOS);
            if (begun) {
                left -= waited;
            } else {
                beginLeft -= waited;
            }
        }
        if (parked) {
            LockSupport.unpark(Thread.currentThread()); // gives back a permit that was meant for the application
        }
        return call.get() == Call.ENDED;
    }

    private void abandon(Caller thread) {
        HUNG.getAndIncrement();
        thread.isHung = true; // before the next line: it may return right now
        current.compareAndSet(thread, null);
    }

    private Call take() {
        for (; ; ) {
            Call top = posted.get();
            if (top == null || posted.compareAndSet(top, top.next)) {
                return top;
            }
        }
    }

    /** Number of threads that hang. */
    static int hungCount() {
        return HUNG.get();
    }

    /** A call that asks a Throwable for its message; a subclass asks for more. Its int value is its state. */
    public static class Call extends AtomicInteger {
        private static final long serialVersionUID = 1L;
        static final int POSTED = 0;
        static final int RUNNING = 1;
        static final int ENDED = 2;
        static final int CANCELLED = 3;
        /** It took too long, and no thread waits for it any more. */
        static final int LATE = 4;

        private transient Throwable thrown;
        private transient Thread waiting;
        private transient Caller caller;
        private transient Call next;
        private String text;
        private volatile boolean over;

        public Call(Throwable thrown) {
            this.thrown = thrown;
        }

        /** Asks the Throwable. Can run for ever, and throw anything. */
        protected String ask(Throwable asked) {
            return asked.getMessage();
        }

        /** The answer, null if the exception's method threw. Valid after {@link #run} returned true. */
        public final String text() {
            return text;
        }

        /** Whether the call began, and did not end in time. */
        public final boolean isLate() {
            return get() == LATE;
        }

        final boolean hasEnded() {
            return over;
        }

        final void release() {
            thrown = null;
        }

        private void make(Caller on) {
            caller = on;
            Throwable asked = thrown;
            if (asked != null && compareAndSet(POSTED, RUNNING)) {
                try {
                    text = ask(asked);
                } catch (Throwable t) {
                    text = null;
                }
                thrown = null;
                over = true;
                if (compareAndSet(RUNNING, ENDED)) {
                    LockSupport.unpark(waiting);
                }
            }
            waiting = null;
            next = null;
        }
    }

    private static final class Caller extends Thread {
        private final ExceptionCaller owner;

        /** Written by the thread that abandons this one. */
        volatile boolean isHung;

        Caller(ExceptionCaller owner) {
            super(Thread.currentThread().getThreadGroup(), null, "exception-reader", 0, false);
            this.owner = owner;
            setDaemon(true);
            setContextClassLoader(ClassLoader.getSystemClassLoader());
        }

        @Override
        public void run() {
            Tracer.suppressThisThread();
            while (owner.current.get() == this) {
                try {
                    if (!step()) {
                        return;
                    }
                } catch (Throwable t) {
                    // no memory or stack left: the asking thread gets no answer
                }
            }
            if (isHung) {
                HUNG.getAndDecrement();
            }
        }

        /**
         * Makes one call, or waits for one. False when there was none for a long time, and this thread has resigned.
         */
        private boolean step() {
            prepareNext(); // before a call that may never return
            Call call = owner.take();
            owner.unresponsive = false;
            if (call != null) {
                call.make(this);
                return true;
            }
            Thread.interrupted();
            long before = System.nanoTime();
            LockSupport.parkNanos(owner, IDLE_NANOS);
            if (System.nanoTime() - before < IDLE_NANOS || owner.posted.get() != null) {
                return true;
            }
            owner.current.compareAndSet(this, null);
            return owner.posted.get() != null && owner.current.compareAndSet(null, this);
        }

        private void prepareNext() {
            try {
                owner.prepare();
            } catch (Throwable t) {
                // no memory; tried again with the next call
            }
        }
    }
}
