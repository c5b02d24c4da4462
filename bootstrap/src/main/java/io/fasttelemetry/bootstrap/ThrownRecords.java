/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.bootstrap;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Makes the records of Throwables, within two bounds: how many Throwables are kept, and what all messages weigh.
 * Beyond the first only the message is kept, beyond the second only the class's name.
 *
 * <p><b>Threads.</b> {@link #of} runs on the throwing thread, {@link #giveBack} on the consumer's. Lock-free. A
 * throwing thread calls no application code: see {@link ThrownType}; it may wait for another one that does, some
 * milliseconds.
 *
 * <p><b>Waking.</b> A Throwable that is kept wakes the consumer, so that it goes within milliseconds; but for
 * Throwables alone the consumer drains every {@value #PAUSE_MILLIS} ms at most, unless {@value #MANY_HELD} are kept.
 *
 * <p><b>End of the stack.</b> {@link #of} counts after all that can fail. Counts that could not be taken back for want
 * of stack are in {@link #unwoundBytes} and {@link #unwoundCount}, written as fields: of two threads that do so at
 * once one may go uncounted, which makes the bound that much lower.
 */
final class ThrownRecords {
    /** Throwables kept at a time. */
    static final int MAX_HELD = 64;

    /** From so many on the consumer is woken at once. */
    static final int MANY_HELD = MAX_HELD / 4;

    /** The maximum of bytes of all messages, unless an eighth of the buffers' budget is less. */
    static final long MAX_BYTES = 4L << 20;

    static final int PAUSE_MILLIS = 5;

    /** What a record weighs without its message. */
    static final int RECORD_BYTES = 64;

    /** How long a throwing thread waits for a message to be asked for, and then for the answer. */
    private static final long BEGIN_NANOS = 10_000_000L;

    private static final long ANSWER_NANOS = 4_000_000L;

    // for a thread that has not the stack or the memory to make a record
    final ThrownRecord stackOverflow = ThrownType.of(StackOverflowError.class).bare;
    final ThrownRecord outOfMemory = ThrownType.of(OutOfMemoryError.class).bare;
    final ThrownRecord anyOther = ThrownType.of(Throwable.class).bare;

    private final long maxBytes;
    private final AtomicLong keptBytes = new AtomicLong();
    private final AtomicInteger heldCount = new AtomicInteger();
    volatile long unwoundBytes;
    volatile int unwoundCount;

    /** A Throwable is kept that the last drain did not see. */
    private volatile boolean announced;

    /** When the consumer may drain for Throwables again. */
    private long nextNanos = System.nanoTime();

    /** Calls what is the application's. */
    final ExceptionCaller caller = new ExceptionCaller();

    /** @param budgetBytes of all buffers */
    ThrownRecords(long budgetBytes) {
        maxBytes = Math.min(MAX_BYTES, budgetBytes / 8);
        // Initialised now: at the end of a stack that would fail, and then for ever.
        new ThrownHold(null).clear();
        new ExceptionCaller.Call(null).release();
    }

    /**
     * The record of a Throwable that ends a span of the calling thread now. Throws only where stack or memory are at
     * an end.
     */
    @SuppressWarnings("NonAtomicVolatileUpdate") // see "End of the stack"
    ThrownRecord of(ThreadState state, Throwable thrown) {
        ThrownType type = ThrownType.of(thrown.getClass());
        if (keptBytes() >= maxBytes) {
            return type.bare;
        }
        String message = null;
        boolean known = type.isDirect();
        if (known) {
            message = messageOf(thrown);
        } else if (type.isWaitedFor()) {
            ExceptionCaller.Call call = new ExceptionCaller.Call(thrown);
            known = caller.run(call, BEGIN_NANOS, ANSWER_NANOS, state.mayPark());
            message = known ? call.text() : null;
            if (call.isLate()) {
                type.tookTooLong(call);
            }
        }
        message = ThrownRecord.cut(message);
        int bytes = RECORD_BYTES + (message == null ? 0 : 2 * message.length());
        ThrownHold hold = state.lastHold;
        if (hold != null && hold.get() == thrown) {
            ThrownRecord again = new ThrownRecord(this, type, hold, message, known, bytes);
            keptBytes.getAndAdd(bytes);
            return again;
        }
        if (heldCount() >= MAX_HELD) {
            ThrownRecord textOnly = new ThrownRecord(this, type, null, message, known, bytes);
            keptBytes.getAndAdd(bytes);
            return textOnly;
        }
        ThrownHold fresh = new ThrownHold(thrown);
        ThrownRecord record = new ThrownRecord(this, type, fresh, message, known, bytes);
        keptBytes.getAndAdd(bytes);
        try {
            heldCount.getAndIncrement();
        } catch (Throwable t) {
            unwoundBytes += bytes;
            throw t;
        }
        fresh.counted = true;
        state.lastHold = fresh;
        return record;
    }

    /** The message, of a class whose {@code getMessage} is the JDK's. */
    private static String messageOf(Throwable thrown) {
        try {
            return thrown.getMessage();
        } catch (Throwable t) {
            return null;
        }
    }

    /** Takes back what a drained record kept. The consumer. */
    void giveBack(ThrownRecord record) {
        keptBytes.getAndAdd(-record.bytes);
        ThrownHold hold = record.hold;
        if (hold != null && hold.counted) {
            hold.counted = false;
            hold.clear();
            heldCount.getAndDecrement();
        }
    }

    /**
     * Says that a Throwable is kept whose span has been published; returns whether to wake the consumer, if it waits.
     */
    boolean announce() {
        if (announced && heldCount() < MANY_HELD) {
            return false;
        }
        announced = true;
        return true;
    }

    boolean isAnnounced() {
        return announced;
    }

    /** How long the consumer may wait if there is no other reason to drain, at most so long. */
    long pauseNanos(long nanos) {
        if (!announced) {
            return nanos;
        }
        return heldCount() >= MANY_HELD ? 0 : Math.min(nanos, nextNanos - System.nanoTime());
    }

    /** The consumer is about to drain. */
    void resetAnnounced() {
        if (announced) {
            announced = false;
            nextNanos = System.nanoTime() + PAUSE_MILLIS * 1_000_000L;
        }
    }

    long keptBytes() {
        return keptBytes.get() - unwoundBytes;
    }

    int heldCount() {
        return heldCount.get() - unwoundCount;
    }
}
