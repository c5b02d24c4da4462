/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.bootstrap;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * All buffers of the process, the pool they draw from, and the bell that wakes the export thread.
 *
 * <p><b>Producers</b> register once per thread, announce progress at marks and take chunks; all of it lock-free.
 * <b>The consumer</b>, always the same export thread, drains, waits and takes statistics.
 *
 * <p><b>Waking.</b> A producer rings when a mark brings the pending count to the threshold, or when the pool runs low,
 * and only if the consumer is waiting: at most one ring per wait. A Throwable that is kept rings at once; see {@link
 * ThrownRecords} for how often.
 *
 * <p><b>Turns.</b> A buffer gives at most {@value #TURN_COUNT} records before the next one has its turn, so a thread
 * that records faster than the consumer drains cannot keep it from the others.
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
     * @param budgetBytes what all records in the process may weigh
     * @param wakeCount pending spans from which on the consumer is woken early
     * @param processors shared buffers are as many, up to eight, and up to an eighth of the chunks
     */
    public SpanCollector(long budgetBytes, int wakeCount, int processors) {
        pool = new ChunkPool(budgetBytes);
        thrownRecords = new ThrownRecords(budgetBytes);
        // A part of the room at the most: where all is shed nobody takes a chunk, and nobody would ring.
        this.wakeCount = (int) Math.min(wakeCount, Math.max(1, capacityCount() / 4));
        int stripes = Integer.highestOneBit(Math.max(1, Math.min(Math.min(8, processors), pool.limit() >> 3)));
        sharedBuffers = new SharedBuffer[stripes];
        for (int i = 0; i < stripes; i++) {
            sharedBuffers[i] = new SharedBuffer(this);
        }
        shedding = new Shedding(pool, stripes);
    }

    // ---- producers

    /** A buffer of its own for a busy thread; null where there are too many of them or too few chunks. */
    OwnedBuffer ownBuffer(Thread thread, ThreadState state) {
        if (!pool.hasPlaceForOwner()) {
            return null;
        }
        OwnedBuffer buffer = new OwnedBuffer(this, thread, state);
        register(buffer);
        return buffer;
    }

    /**
     * Puts a buffer into the list. A thread without stack between the two steps costs the budget the weight of a
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

    /** A Throwable is kept, with a span that has been published. */
    void announceThrown() {
        if (thrownRecords.announce()) {
            ring();
        }
    }

    SpanChunk acquireChunk() {
        // First: at the end of a stack this can throw, and then the chunk would be lost. Half of the chunks out
        // is reason enough to look at what threads that have ended left behind, be it no burst.
        if (shedding.measureRoom() > 0 || pool.lentCount() >= pool.limit() >> 1) {
            ring();
        }
        return pool.acquire();
    }

    void releaseChunk(SpanChunk chunk) {
        pool.release(chunk);
    }

    /** Ends the consumer's {@link #await}, now or the next time. Any thread. */
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
                waiting = true; // no stack left: the next one rings
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
            // Once more if woken by a Throwable alone, and too soon after the last one.
        } while (early
                && thrownRecords.isAnnounced()
                && !called
                && markedCount.get() < wakeCount
                && thrownRecords.pauseNanos(nanos) > 0);
        waiting = false;
        called = false;
    }

    /** Forgets what was announced so far; called before a drain that takes everything. */
    public void resetMarks() {
        markedCount.set(0);
        thrownRecords.resetAnnounced();
    }

    /**
     * Makes ready the thread that asks exceptions for their messages. The consumer's thread; until then they are not
     * asked.
     */
    public void prepareExceptionCaller() {
        thrownRecords.caller.prepare();
    }

    /**
     * Hands up to {@code maxCount} finished spans to the visitor; goes on where the last call stopped, so that every
     * thread has its turn. Buffers without a producer are drained and dissolved on the way.
     *
     * @return how many; fewer than {@code maxCount} means that nothing is left of what was published before the call
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
        anotherRound |= cursor != null || sharedCursor != 0; // those before the cursor may have more by now
        do {
            if (sharedCursor == 0 && cursor == null) {
                // Now: what a thread offered to a shared buffer before it got one of these is then drained first.
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

    /** All had their turns. True if one of them may have more. */
    private boolean startNextRound() {
        boolean more = anotherRound;
        roundStart = null;
        cursor = null;
        sharedCursor = 0;
        anotherRound = false;
        return more;
    }

    /**
     * Dissolves the buffers of ended threads that hold no record. For the consumer, in place of a drain while it can
     * take nothing.
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
                        startNextRound(); // or the next drain would go on at the start of this one, which may be
                        // unlinked
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

    /** Leaves less of the budget to records, while {@code bytes} of it are needed for batches that wait to be sent. */
    public void limitBytes(long bytes) {
        pool.limitBytes(bytes);
        shedding.measureRoom();
    }

    /** Spans that all buffers together have room for, within the budget as it is now. Any thread. */
    public long capacityCount() {
        return (long) pool.limit() * SpanChunk.CAPACITY;
    }

    /** The counters now. */
    public SpanCollectorCounts counts() {
        SpanCollectorCounts counts = new SpanCollectorCounts();
        counts.startedCount = retired.startedCount;
        counts.sampledOutCount = retired.sampledOutCount;
        counts.loadShedCount = retired.loadShedCount;
        counts.queueFullCount = retired.queueFullCount;
        counts.drainedCount = retired.drainedCount;
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
