/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.bootstrap;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Buffer for virtual threads, and for platform threads that have none of their own. A few such buffers serve all of
 * them, so a million threads do not need a buffer each.
 *
 * <p><b>Producers</b> claim a slot by one atomic increment, fill it, and commit by another. They never wait for each
 * other; a thread that finds the segment full installs the next one, or uses the one that another thread installed.
 * <b>The consumer</b> takes what is committed. A slot whose thread was stopped between claim and commit keeps only its
 * segment from being released: the other slots and the segments after it are drained. Spans of one thread are visited
 * in the order in which it offered them.
 *
 * <p><b>Segments.</b> A segment wraps a chunk for one use and is never used again, so a thread that was suspended while
 * it held an old segment finds that segment full and cannot write into a chunk that was lent again (no ABA).
 */
final class SharedBuffer extends SpanBuffer {
    final AtomicReference<Segment> current = new AtomicReference<>();
    private final AtomicLong startedCount = new AtomicLong();
    private final AtomicLong sampledOutCount = new AtomicLong();
    private final AtomicLong loadShedCount = new AtomicLong();
    private final AtomicLong queueFullCount = new AtomicLong();

    /**
     * A chunk that a thread without stack could not return, so that the consumer does. If two threads leave one at the
     * same time, one chunk of the budget is lost.
     */
    private volatile SpanChunk unplaced;

    /**
     * The oldest segment that is not drained; written by the thread that installs the first one, then by the consumer.
     */
    private volatile Segment first;

    // consumer's side
    private long drainedCount;

    SharedBuffer(SpanCollector collector) {
        super(collector);
    }

    /**
     * Adds started spans: those of a virtual thread when its outermost span ends, those of other threads one by one.
     */
    void countStarted(long count) {
        startedCount.getAndAdd(count);
    }

    /** Adds spans that ended without being recorded. */
    void countUnsampled(long sampledOut, long shed) {
        sampledOutCount.getAndAdd(sampledOut);
        loadShedCount.getAndAdd(shed);
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // see lastLow
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
                    chunk.threadNames[slot] = state.thread.getName();
                } catch (Throwable t) {
                    // No stack left. A slot that is never committed would keep its segment for ever: commit it as void.
                    chunk.records[(slot << SpanLayout.RECORD_SHIFT) + SpanLayout.SPAN_ID] = 0;
                    throw t;
                } finally {
                    try {
                        segment.commit(slot);
                    } catch (Throwable t) {
                        if (slot < Long.SIZE) {
                            segment.lastLow |= 1L << slot;
                        } else {
                            segment.lastHigh |= 1L << slot;
                        }
                    }
                }
                try {
                    if (((slot + 1) & (MARK - 1)) == 0) {
                        collector.mark(MARK);
                    }
                } catch (Throwable t) {
                    // No stack left to wake the consumer. The record is published: it must not be counted as lost as
                    // well.
                }
                return true;
            }
            if (!replace(segment)) {
                queueFullCount.getAndIncrement();
                return false;
            }
        }
    }

    /** Installs a new segment after a full one; false when the pool is empty. */
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
            if (!placed) { // another thread was first, or no memory or stack is left
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
        int count = 0;
        Segment before = null;
        Segment segment = first;
        while (segment != null && count < maxCount) {
            long high = segment.readyHigh(); // before low: a thread's high slots are its later ones
            long low = segment.readyLow();
            if (before != null && (low | high) != 0) {
                count += visitStragglers(segment, visitor, maxCount - count);
            }
            count += visit(segment, 0, low, visitor, maxCount - count);
            count += visit(segment, Long.SIZE, high, visitor, maxCount - count);
            Segment next = segment.next;
            if (next == null) {
                break;
            }
            if (segment.isDrained()) {
                if (before == null) {
                    first = next;
                } else {
                    before.next = next;
                }
                collector.releaseChunk(segment.chunk);
            } else {
                before = segment;
            }
            segment = next;
        }
        return count;
    }

    /**
     * Visits what was committed in earlier segments since they were visited. This comes before the visit of {@code
     * until}, since a thread may have offered to an earlier segment first and then to that one.
     */
    private int visitStragglers(Segment until, SpanVisitor visitor, int maxCount) {
        int count = 0;
        for (Segment segment = first; segment != until; segment = segment.next) {
            long high = segment.readyHigh();
            long low = segment.readyLow();
            count += visit(segment, 0, low, visitor, maxCount - count);
            count += visit(segment, Long.SIZE, high, visitor, maxCount - count);
        }
        return count;
    }

    /** Visits these slots, except void ones. If the visitor throws, only that span is lost. */
    private int visit(Segment segment, int base, long slots, SpanVisitor visitor, int maxCount) {
        int count = 0;
        for (long left = slots; left != 0 && count < maxCount; left &= left - 1) {
            int slot = base + Long.numberOfTrailingZeros(left);
            segment.take(slot);
            if (segment.chunk.records[(slot << SpanLayout.RECORD_SHIFT) + SpanLayout.SPAN_ID] != 0) {
                drainedCount++;
                count++;
                segment.chunk.visit(slot, visitor, null);
            }
        }
        return count;
    }

    @Override
    void addTo(SpanCollectorCounts counts) {
        long pending = pendingCount();
        long ended = sampledOutCount.get() + loadShedCount.get() + queueFullCount.get() + drainedCount + pending;
        // A virtual thread adds its count when its outermost span ends; until then the spans that ended are the lower
        // bound.
        counts.startedCount += Math.max(startedCount.get(), ended);
        counts.sampledOutCount += sampledOutCount.get();
        counts.loadShedCount += loadShedCount.get();
        counts.queueFullCount += queueFullCount.get();
        counts.drainedCount += drainedCount;
        counts.pendingCount += pending;
    }

    private long pendingCount() {
        long pending = 0;
        for (Segment segment = first; segment != null; segment = segment.next) {
            pending += Long.bitCount(segment.readyLow()) + Long.bitCount(segment.readyHigh());
        }
        return pending;
    }

    /** One use of a chunk. Its long value has a bit for each committed slot below 64. */
    static final class Segment extends AtomicLong {
        private static final long serialVersionUID = 1L;

        final transient SpanChunk chunk;
        final AtomicInteger claimed = new AtomicInteger();

        /** A bit for each committed slot from 64 on. */
        final AtomicLong high = new AtomicLong();

        /**
         * Slots committed by threads that had no stack left for a call, by a field access. If two do so at once in one
         * segment, one slot is never drained and the chunk is never lent again.
         */
        volatile long lastLow;

        volatile long lastHigh;

        // consumer's: drained slots
        private long takenLow;
        private long takenHigh;

        transient volatile Segment next;

        Segment(SpanChunk chunk) {
            this.chunk = chunk;
        }

        /**
         * Claims a slot for the caller; {@link SpanChunk#CAPACITY} or more means that all are taken. Reads before it
         * increments: while the pool is empty every span calls this, possibly for days, and the counter must not
         * overflow.
         */
        int claim() {
            return claimed.get() >= SpanChunk.CAPACITY ? SpanChunk.CAPACITY : claimed.getAndAdd(1);
        }

        void commit(int slot) {
            (slot < Long.SIZE ? this : high).getAndAdd(1L << slot);
        }

        long readyLow() {
            return (get() | lastLow) & ~takenLow;
        }

        long readyHigh() {
            return (high.get() | lastHigh) & ~takenHigh;
        }

        void take(int slot) {
            if (slot < Long.SIZE) {
                takenLow |= 1L << slot;
            } else {
                takenHigh |= 1L << slot;
            }
        }

        boolean isDrained() {
            return (takenLow & takenHigh) == -1;
        }
    }
}
