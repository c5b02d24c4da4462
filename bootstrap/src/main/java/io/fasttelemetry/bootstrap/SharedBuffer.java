/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.bootstrap;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Buffer for virtual threads: a few serve them all, so a million threads cost no buffer each.
 *
 * <p><b>Producers</b> claim a slot by one atomic increment, fill it, and commit by another. They never wait for each
 * other; a thread that finds the segment full puts the next one in place, or uses the one that
 * another thread put there.
 * <b>The consumer</b> reads a segment only at moments when all claims in it are committed.
 *
 * <p><b>Segments.</b> A segment wraps a chunk for one use and is never used again, so a thread that went to sleep with
 * an old segment in hand finds it full for ever and cannot write into a chunk that has moved on (no ABA).
 */
final class SharedBuffer extends SpanBuffer {
    private final AtomicReference<Segment> current = new AtomicReference<>();
    private final AtomicLong startedCount = new AtomicLong();
    private final AtomicLong sampledOutCount = new AtomicLong();
    private final AtomicLong loadShedCount = new AtomicLong();
    private final AtomicLong queueFullCount = new AtomicLong();

    /**
     * A chunk that a thread without stack could not give back; the consumer does. Should two leave one at once, one
     * chunk of the budget is lost.
     */
    private volatile SpanChunk unplaced;

    // consumer's side
    private volatile Segment first;
    private Segment reading;
    private int head;
    private long drainedCount;

    SharedBuffer(SpanCollector collector) {
        super(collector);
    }

    /** Takes over a virtual thread's count, when its outermost span ends. */
    void countStarted(long count) {
        startedCount.getAndAdd(count);
    }

    /** Takes over a virtual thread's counts of spans that were not recorded, when its outermost span ends. */
    void countUnsampled(long sampledOut, long shed) {
        sampledOutCount.getAndAdd(sampledOut);
        loadShedCount.getAndAdd(shed);
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // see committedLastCount
    boolean offer(
            ThreadState state,
            int operationId,
            long spanId,
            long parentSpanId,
            long startNanos,
            long endNanos,
            ThrownRecord thrown) {
        for (; ; ) {
            Segment segment = current.get();
            int slot = segment == null ? SpanChunk.CAPACITY : segment.claim();
            if (slot < SpanChunk.CAPACITY) {
                SpanChunk chunk = segment.chunk;
                try {
                    SpanChunk.write(
                            chunk.records, slot, state, operationId, spanId, parentSpanId, startNanos, endNanos);
                    if (thrown != null) {
                        chunk.thrown[slot] = thrown;
                    }
                    chunk.threadNames[slot] = state.threadName;
                } catch (Throwable t) {
                    // No stack left. A slot never committed would hold up the consumer for ever: commit it as void.
                    chunk.records[(slot << SpanLayout.RECORD_SHIFT) + SpanLayout.SPAN_ID] = 0;
                    throw t;
                } finally {
                    try {
                        segment.committed.getAndAdd(1);
                    } catch (Throwable t) {
                        segment.committedLastCount++;
                    }
                }
                try {
                    if (((slot + 1) & (MARK - 1)) == 0) {
                        collector.mark(MARK);
                    }
                } catch (Throwable t) {
                    // No stack left to ring. The record is published: it must not be counted as lost as well.
                }
                return true;
            }
            if (!replace(segment)) {
                queueFullCount.getAndIncrement();
                return false;
            }
        }
    }

    /** Puts a fresh segment after a full one; false when the pool has nothing left. */
    private boolean replace(Segment full) {
        if (current.get() != full) {
            return true;
        }
        SpanChunk chunk = collector.acquireChunk();
        if (chunk == null) {
            return current.get() != full;
        }
        boolean placed = false;
        try {
            if (chunk.threadNames == null) {
                chunk.threadNames = new String[SpanChunk.CAPACITY];
            }
            Segment fresh = new Segment(chunk);
            placed = current.compareAndSet(full, fresh);
            if (placed && full == null) {
                first = fresh;
            } else if (placed) {
                full.next = fresh;
            }
        } finally {
            if (!placed) { // another thread was first, or there is no memory or stack left
                try {
                    collector.releaseChunk(chunk);
                } catch (Throwable t) {
                    unplaced = chunk;
                }
            }
        }
        return true;
    }

    @Override
    int drainTo(SpanVisitor visitor, int maxCount) {
        SpanChunk left = unplaced;
        if (left != null) {
            unplaced = null;
            collector.releaseChunk(left);
        }
        if (reading == null) {
            reading = first;
        }
        int count = 0;
        while (reading != null && count < maxCount) {
            int ready = reading.readyCount();
            while (head < ready && count < maxCount) {
                count += visitNext(reading.chunk, visitor);
            }
            Segment next = reading.next;
            if (head < SpanChunk.CAPACITY || next == null) {
                break;
            }
            collector.releaseChunk(reading.chunk);
            reading = next;
            first = next;
            head = 0;
        }
        return count;
    }

    /** Visits one slot, unless it is void. A visitor that throws costs the span it was given, not the rest. */
    private int visitNext(SpanChunk chunk, SpanVisitor visitor) {
        int slot = head++;
        if (chunk.records[(slot << SpanLayout.RECORD_SHIFT) + SpanLayout.SPAN_ID] == 0) {
            return 0;
        }
        drainedCount++;
        chunk.visit(slot, visitor, null);
        return 1;
    }

    @Override
    void addTo(SpanCollectorCounts counts) {
        long pending = pendingCount();
        long ended = sampledOutCount.get() + loadShedCount.get() + queueFullCount.get() + drainedCount + pending;
        // A thread hands its count over when its outermost span ends; until then what ended inside it tells as much.
        counts.startedCount += Math.max(startedCount.get(), ended);
        counts.sampledOutCount += sampledOutCount.get();
        counts.loadShedCount += loadShedCount.get();
        counts.queueFullCount += queueFullCount.get();
        counts.drainedCount += drainedCount;
        counts.pendingCount += pending;
    }

    private long pendingCount() {
        long pending = 0;
        int from = head;
        for (Segment segment = reading != null ? reading : first; segment != null; segment = segment.next) {
            pending += Math.max(
                    0, Math.min(segment.committed.get() + segment.committedLastCount, SpanChunk.CAPACITY) - from);
            from = 0;
        }
        return pending;
    }

    /** One use of a chunk. */
    private static final class Segment {
        final SpanChunk chunk;
        final AtomicInteger claimed = new AtomicInteger();
        final AtomicInteger committed = new AtomicInteger();

        /**
         * Commits by threads that had no stack left for a call. Incremented as a field: should two do so at once in one
         * segment, it stays incomplete and what comes after is dropped.
         */
        volatile int committedLastCount;

        volatile Segment next;

        Segment(SpanChunk chunk) {
            this.chunk = chunk;
        }

        /**
         * A slot of the caller's own, or {@link SpanChunk#CAPACITY} or more when all are taken. Looks
         * before it increments: while the pool is empty every span comes by here, for days perhaps, and
         * the counter must not wrap.
         */
        int claim() {
            return claimed.get() >= SpanChunk.CAPACITY ? SpanChunk.CAPACITY : claimed.getAndAdd(1);
        }

        /**
         * How many slots from the start are filled, or 0 if that can't be told now. Commits come in any order, so only
         * "as many commits as claims" says that there is no hole. Committed is read first: were it read second, claims
         * made in between would go unseen.
         */
        int readyCount() {
            int done = committed.get() + committedLastCount;
            int begun = Math.min(claimed.get(), SpanChunk.CAPACITY);
            return done == begun ? done : 0;
        }
    }
}
