/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export.transport;

import io.fasttelemetry.proto.EncodedRequest;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends requests, one at a time, on a thread that is started when it is needed and ends when it was idle for two
 * seconds. If no thread can be started, the owner's thread sends the request itself.
 *
 * <p><b>Threads.</b> The owner writes the request, then {@link #READY}; the thread writes the result, then {@link
 * #ANSWERED}; each reads what the other wrote after it has seen that state. There is no lock. All methods but {@link
 * #run} are the owner's.
 */
public final class SendWorker implements SendSlot, Runnable {
    static final long IDLE_NANOS = 2_000_000_000L;

    /** There is no thread: none was started yet, or it has ended. */
    private static final int NO_THREAD = 0;

    private static final int IDLE = 1;
    private static final int READY = 2;
    private static final int ANSWERED = 3;

    private final ReloadingSender sender;
    private final ThreadFactory threads;
    private final Runnable onAnswer;
    private final long idleNanos;
    private final AtomicInteger state = new AtomicInteger(NO_THREAD);
    private Thread thread;
    private Thread owner;
    private Signal signal;
    private EncodedRequest request;
    private long timeoutNanos;
    private SendResult result;
    private long elapsedNanos;

    /** @param onAnswer runs after each result, on the thread that sent; the owner is unparked as well */
    public SendWorker(ReloadingSender sender, ThreadFactory threads, Runnable onAnswer) {
        this(sender, threads, onAnswer, IDLE_NANOS);
    }

    SendWorker(ReloadingSender sender, ThreadFactory threads, Runnable onAnswer, long idleNanos) {
        this.sender = sender;
        this.threads = threads;
        this.onAnswer = onAnswer;
        this.idleNanos = idleNanos;
    }

    @Override
    public void start(Signal forSignal, EncodedRequest toSend, long limitNanos) {
        signal = forSignal;
        request = toSend;
        timeoutNanos = limitNanos;
        result = null;
        owner = Thread.currentThread();
        if (state.compareAndSet(IDLE, READY)) {
            LockSupport.unpark(thread);
        } else {
            state.set(READY);
            startThread();
        }
    }

    private void startThread() {
        try {
            thread = threads.newThread(this);
            thread.start();
        } catch (Throwable t) { // no thread is left, or no memory for one
            thread = null;
            send();
        }
    }

    @Override
    public SendResult result() {
        if (state.get() == READY && thread != null && !thread.isAlive() && state.get() == READY) {
            thread = null;
            state.set(ANSWERED);
        }
        if (state.get() != ANSWERED) {
            return null;
        }
        if (result == null) {
            result = SendResult.retry("the thread that sent has failed", SendResult.NO_RETRY_AFTER);
        }
        return result;
    }

    @Override
    public long elapsedNanos() {
        return elapsedNanos;
    }

    @Override
    public void release() {
        request = null;
        result = null;
        state.set(thread == null ? NO_THREAD : IDLE);
    }

    @Override
    public void run() {
        try {
            long idleSinceNanos = System.nanoTime();
            while (true) {
                if (state.get() == READY) {
                    send();
                    idleSinceNanos = System.nanoTime();
                }
                long left = idleNanos - (System.nanoTime() - idleSinceNanos);
                if (left <= 0) {
                    if (state.compareAndSet(IDLE, NO_THREAD)) {
                        return;
                    }
                    left = idleNanos; // the owner has not taken the result yet
                }
                if (state.get() != READY) {
                    LockSupport.parkNanos(this, left);
                    Thread.interrupted(); // with the flag set no wait would last
                }
            }
        } finally {
            LockSupport.unpark(owner); // sees that this thread has ended, if it still waits for it
        }
    }

    private void send() {
        SendResult got = null;
        long beganNanos = System.nanoTime();
        try {
            got = sender.send(signal, request, timeoutNanos);
        } catch (Throwable t) {
            // out of memory while a failure was being described; the owner asks for a retry
        } finally {
            elapsedNanos = System.nanoTime() - beganNanos;
            result = got;
            state.set(ANSWERED);
            onAnswer.run();
            LockSupport.unpark(owner);
        }
    }
}
