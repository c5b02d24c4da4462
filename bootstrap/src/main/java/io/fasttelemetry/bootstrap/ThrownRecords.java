/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.bootstrap;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Makes the records of Throwables, within two bounds: the number of Throwables kept, and the bytes of all messages.
 * Beyond the first only the message is kept, beyond the second only the class's name.
 *
 * <p><b>Threads.</b> {@link #of} runs on the throwing thread, {@link #giveBack} on the consumer's. Lock-free. A
 * throwing thread calls no application code (see {@link ThrownType}), but may wait some milliseconds for another thread
 * that does.
 *
 * <p><b>Waking.</b> A Throwable that is kept wakes the consumer, so that it is released within milliseconds. But for
 * Throwables alone the consumer drains at most every {@value #PAUSE_MILLIS} ms, unless {@value #MANY_HELD} are kept.
 *
 * <p><b>End of the stack.</b> {@link #of} counts after everything that can fail. Counts that could not be subtracted
 * again for want of stack are in {@link #unwoundBytes} and {@link #unwoundCount}, changed by field accesses. If two
 * threads do so at once, one change may be lost, which lowers the bound by as much.
 */
final class ThrownRecords {
    /** Max number of Throwables kept at a time. */
    static final int MAX_HELD = 64;

    /** Number of kept Throwables from which on the consumer is woken at once. */
    static final int MANY_HELD = MAX_HELD / 4;

    /** Max bytes of all messages, unless an eighth of the buffers' budget is less. */
    static final long MAX_BYTES = 4L << 20;

    static final int PAUSE_MILLIS = 5;

    /** Bytes of a record without its message. */
    static final int RECORD_BYTES = 64;

    /** Max wait of a throwing thread for the call of a method to begin, and then for its end. */
    private static final long BEGIN_NANOS = 10_000_000L;

    private static final long ANSWER_NANOS = 4_000_000L;

    // for a thread that lacks the stack or memory to make a record
    final ThrownRecord stackOverflow = ThrownType.of(StackOverflowError.class).bare;
    final ThrownRecord outOfMemory = ThrownType.of(OutOfMemoryError.class).bare;
    final ThrownRecord anyOther = ThrownType.of(Throwable.class).bare;

    private final long maxBytes;
    private final AtomicLong keptBytes = new AtomicLong();
    private final AtomicInteger heldCount = new AtomicInteger();
    volatile long unwoundBytes;
    volatile int unwoundCount;

    /** Whether a Throwable is kept that the last drain did not see. */
    private volatile boolean announced;

    /** The earliest {@code nanoTime} at which the consumer drains for Throwables again. */
    private long nextNanos = System.nanoTime();

    /** Calls methods of the application's exceptions. */
    final ExceptionCaller caller = new ExceptionCaller();

    /** @param budgetBytes byte budget of all buffers */
    ThrownRecords(long budgetBytes) {
        maxBytes = Math.min(MAX_BYTES, budgetBytes / 8);
        // Initialised now: at the end of the stack that would fail, and for good.
        new ThrownHold(null).clear();
        new ExceptionCaller.Call(null).release();
    }

    /**
     * Makes the record of a Throwable that ends a span of the calling thread. Throws only when stack or memory are
     * exhausted.
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

    /** Reads the message of a Throwable whose {@code getMessage} is the JDK's. */
    private static String messageOf(Throwable thrown) {
        try {
            return thrown.getMessage();
        } catch (Throwable t) {
            return null;
        }
    }

    /** Releases what a drained record kept. Called by the consumer. */
    void giveBack(ThrownRecord record) {
        keptBytes.getAndAdd(-record.bytes);
        ThrownHold hold = record.hold;
        if (hold != null && hold.counted) {
            hold.counted = false;
            hold.clear();
            heldCount.getAndDecrement();
        }
    }

    /** Notes that a Throwable with a published span is kept; returns whether to wake the consumer, if it waits. */
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

    /** The time that the consumer may wait, up to {@code nanos}, if there is no other reason to drain. */
    long pauseNanos(long nanos) {
        if (!announced) {
            return nanos;
        }
        return heldCount() >= MANY_HELD ? 0 : Math.min(nanos, nextNanos - System.nanoTime());
    }

    /** Notes that the consumer is about to drain. */
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
