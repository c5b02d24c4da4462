/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.bootstrap;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * All buffers of the process, their pool, and the waking of the export thread.
 *
 * <p><b>Producers</b> register their buffers, report progress at marks and take chunks, all lock-free. <b>The
 * consumer</b>, always the same export thread, drains, waits and reads the counts.
 *
 * <p><b>Waking.</b> A producer wakes the consumer when a mark brings the pending count to the threshold, or when the
 * pool runs low, and only if the consumer is waiting, so that there is one unpark per wait. A Throwable that is kept
 * wakes it at once; see {@link ThrownRecords} for how often.
 *
 * <p><b>Turns.</b> At most {@value #TURN_COUNT} records of one buffer are drained before the next buffer's turn, so a
 * thread that records faster than the consumer drains cannot starve the others.
 */
public final class SpanCollector {
    static final int TURN_COUNT = 1024;

    final ThrownRecords thrownRecords;

    private final ChunkPool pool;
    private final Shedding shedding;
    private final int wakeCount;
    private final AtomicReference<OwnedBuffer> buffers = new AtomicReference<>();
    private final SharedBuffer[] sharedBuffers;
    private final AtomicLong markedCount = new AtomicLong();
    private final SpanCollectorCounts retired = new SpanCollectorCounts();

    private volatile Thread consumer;
    private volatile boolean waiting;
    private volatile boolean called;

    // where the consumer stopped
    private OwnedBuffer roundStart;
    private OwnedBuffer cursor;
    private int sharedCursor;
    private int turnCount;
    private boolean anotherRound;

    /**
     * @param budgetBytes max bytes of all records in the process
     * @param wakeCount pending spans from which on the consumer is woken early
     * @param processors number of shared buffers, as a power of two, up to eight and up to an eighth of the chunks
     */
    public SpanCollector(long budgetBytes, int wakeCount, int processors) {
        pool = new ChunkPool(budgetBytes);
        thrownRecords = new ThrownRecords(budgetBytes);
        // A quarter of the capacity at most: when everything is shed no thread takes a chunk, and so none would wake
        // the consumer.
        this.wakeCount = (int) Math.min(wakeCount, Math.max(1, capacityCount() / 4));
        int stripes = Integer.highestOneBit(Math.max(1, Math.min(Math.min(8, processors), pool.limit() >> 3)));
        sharedBuffers = new SharedBuffer[stripes];
        for (int i = 0; i < stripes; i++) {
            sharedBuffers[i] = new SharedBuffer(this);
        }
        shedding = new Shedding(pool, stripes);
    }

    // ---- producers

    /** Makes a buffer for a busy thread; null if there are too many of them or too few chunks. */
    OwnedBuffer ownBuffer(Thread thread, ThreadState state) {
        if (!pool.hasPlaceForOwner()) {
            return null;
        }
        OwnedBuffer buffer = new OwnedBuffer(this, thread, state);
        register(buffer);
        return buffer;
    }

    /**
     * Adds a buffer to the list. If a thread has no stack left between the two steps, the budget loses the size of a
     * buffer.
     */
    void register(OwnedBuffer buffer) {
        pool.addOwner();
        OwnedBuffer top;
        do {
            top = buffers.get();
            buffer.nextBuffer = top;
        } while (!buffers.compareAndSet(top, buffer));
    }

    SharedBuffer sharedBuffer(int hash) {
        return sharedBuffers[hash & (sharedBuffers.length - 1)];
    }

    void mark(int count) {
        if (markedCount.addAndGet(count) >= wakeCount) {
            ring();
        }
    }

    /** Wakes the consumer, if necessary, for a Throwable that is kept with a published span. */
    void announceThrown() {
        if (thrownRecords.announce()) {
            ring();
        }
    }

    SpanChunk acquireChunk() {
        // Before the chunk is taken: at the end of the stack this can throw, and the chunk would be lost. The consumer
        // is also woken when half of the chunks are lent without a burst, since threads that have ended may have left
        // some.
        if (shedding.measureRoom() > 0 || pool.lentCount() >= pool.limit() >> 1) {
            ring();
        }
        return pool.acquire();
    }

    /** Whether the pool may have another chunk; it may be gone when the caller asks for it. */
    boolean mayHaveChunk() {
        return pool.lentCount() < pool.limit();
    }

    void releaseChunk(SpanChunk chunk) {
        pool.release(chunk);
    }

    /** Ends the consumer's {@link #await}, the current one or the next. Any thread. */
    public void wake() {
        called = true;
        ring();
    }

    private void ring() {
        if (waiting) {
            waiting = false;
            try {
                LockSupport.unpark(consumer);
            } catch (Throwable t) {
                waiting = true; // no stack left; the next producer wakes it
                throw t;
            }
        }
    }

    // ---- the consumer

    /** Waits until enough is pending, {@link #wake} is called, or the time is over. Spurious returns are possible. */
    public void await(long nanos) {
        consumer = Thread.currentThread();
        boolean early;
        do {
            waiting = true;
            // Between the two, a producer either sees the flag or its mark is seen here: both store before they load.
            early = !thrownRecords.isAnnounced();
            long pause = called || markedCount.get() >= wakeCount ? 0 : thrownRecords.pauseNanos(nanos);
            if (pause > 0) {
                LockSupport.parkNanos(this, pause);
            }
            // Repeated if only a Throwable has woken it, too soon after the last one.
        } while (early
                && thrownRecords.isAnnounced()
                && !called
                && markedCount.get() < wakeCount
                && thrownRecords.pauseNanos(nanos) > 0);
        waiting = false;
        called = false;
    }

    /** Resets the progress that producers have reported; called before a drain that takes everything. */
    public void resetMarks() {
        markedCount.set(0);
        thrownRecords.resetAnnounced();
    }

    /**
     * Prepares the thread that calls methods of exceptions; before that, none are called. Called on the consumer's
     * thread.
     */
    public void prepareExceptionCaller() {
        thrownRecords.caller.prepare();
    }

    /**
     * Passes up to {@code maxCount} finished spans to the visitor. Continues where the last call stopped, so that every
     * buffer has its turn. Buffers without a producer are drained and removed.
     *
     * @return their number; if fewer than {@code maxCount}, nothing is left that was published before the call
     */
    public int drainTo(SpanVisitor visitor, int maxCount) {
        try {
            return drain(visitor, maxCount);
        } finally {
            shedding.measureRoom();
        }
    }

    private int drain(SpanVisitor visitor, int maxCount) {
        int count = 0;
        anotherRound |= cursor != null || sharedCursor != 0; // buffers before the cursor may have more by now
        do {
            if (sharedCursor == 0 && cursor == null) {
                // Before the shared buffers: what a thread offered to those before it got one of these is then drained
                // first.
                roundStart = buffers.get();
            }
            while (sharedCursor < sharedBuffers.length) {
                count += turn(sharedBuffers[sharedCursor], visitor, maxCount - count);
                if (count >= maxCount) {
                    return count;
                }
                sharedCursor++;
                turnCount = 0;
            }
            OwnedBuffer buffer = cursor == null ? roundStart : cursor;
            while (buffer != null) {
                cursor = buffer;
                OwnedBuffer next = buffer.nextBuffer;
                boolean last = buffer.hasNoProducer();
                count += turn(buffer, visitor, maxCount - count);
                if (count >= maxCount) {
                    return count;
                }
                if (last && turnCount < TURN_COUNT) {
                    unlink(buffer);
                }
                buffer = next;
                turnCount = 0;
            }
        } while (startNextRound());
        return count;
    }

    /** Drains a buffer until it is empty, its turn is over or {@code maxCount} is reached. */
    private int turn(SpanBuffer buffer, SpanVisitor visitor, int maxCount) {
        int count = buffer.drainTo(visitor, Math.min(maxCount, TURN_COUNT - turnCount));
        turnCount += count;
        anotherRound |= turnCount >= TURN_COUNT;
        return count;
    }

    /** Begins a new round after every buffer had its turn. True if one of them may have more. */
    private boolean startNextRound() {
        boolean more = anotherRound;
        roundStart = null;
        cursor = null;
        sharedCursor = 0;
        anotherRound = false;
        return more;
    }

    /**
     * Removes the empty buffers of ended threads. For the consumer, in place of a drain while the exporter has no room.
     */
    public void reap() {
        OwnedBuffer buffer = buffers.get();
        while (buffer != null) {
            OwnedBuffer next = buffer.nextBuffer;
            if (buffer.hasNoProducer() && buffer.pendingCount() == 0) {
                if (buffer == cursor) {
                    cursor = next;
                    turnCount = 0;
                    if (next == null) {
                        // else the next drain would start at a buffer that may be unlinked
                        startNextRound();
                    }
                }
                if (buffer == roundStart) {
                    roundStart = next;
                }
                unlink(buffer);
            }
            buffer = next;
        }
        shedding.measureRoom();
    }

    private void unlink(OwnedBuffer dead) {
        if (!buffers.compareAndSet(dead, dead.nextBuffer)) {
            OwnedBuffer before = buffers.get();
            while (before.nextBuffer != dead) {
                before = before.nextBuffer;
            }
            before.nextBuffer = dead.nextBuffer;
        }
        pool.removeOwner();
        dead.addTo(retired);
        dead.retire();
    }

    /** Limits the bytes of records, while the rest of the budget is needed for batches that wait to be sent. */
    public void limitBytes(long bytes) {
        pool.limitBytes(bytes);
        shedding.measureRoom();
    }

    /** Max number of spans in all buffers together, within the present budget. Any thread. */
    public long capacityCount() {
        return (long) pool.limit() * SpanChunk.CAPACITY;
    }

    /** The counters now. */
    public SpanCollectorCounts counts() {
        SpanCollectorCounts counts = new SpanCollectorCounts();
        counts.add(retired);
        counts.errorCount = ThreadState.errorCount;
        for (SharedBuffer buffer : sharedBuffers) {
            buffer.addTo(counts);
        }
        for (OwnedBuffer buffer = buffers.get(); buffer != null; buffer = buffer.nextBuffer) {
            buffer.addTo(counts);
        }
        return counts;
    }

    int ownerCount() {
        return pool.ownerCount();
    }

    int createdChunkCount() {
        return pool.createdCount();
    }

    int lentChunkCount() {
        return pool.lentCount();
    }
}
