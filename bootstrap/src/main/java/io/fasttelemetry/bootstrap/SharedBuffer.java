/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.bootstrap;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
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
 * <p><b>Captured values</b> take the slots behind their span's, claimed by the same increment; committing the span's
 * slot publishes them all. Slots at the end of a segment that are too few for a span with its values stay void; if the
 * pool is empty the span is recorded without its values instead, and they are counted in its descriptor.
 *
 * <p><b>Segments.</b> A segment wraps a chunk for one use and is never used again, so a thread that was suspended while
 * it held an old segment finds that segment full and cannot write into a chunk that was lent again (no ABA).
 */
final class SharedBuffer extends SpanBuffer {
    final AtomicReference<Segment> current = new AtomicReference<>();
    private final AtomicLong startedCount = new AtomicLong();
    private final AtomicLong sampledOutCount = new AtomicLong();
    private final AtomicLong loadShedCount = new AtomicLong();
    private final AtomicLongArray limitedCounts = new AtomicLongArray(SpanCollectorCounts.LIMIT_REASONS);
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

    /** Adds spans that a limit left out. */
    void countLeftOut(int reason, long count) {
        limitedCounts.getAndAdd(reason, count);
    }

    @Override
    boolean offer(
            ThreadState state,
            int operationId,
            long spanId,
            long parentSpanId,
            long startNanos,
            long endNanos,
            ThrownRecord thrown) {
        return offerWithValues(state, operationId, spanId, parentSpanId, startNanos, endNanos, thrown, null);
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // see lastLow
    boolean offerWithValues(
            ThreadState state,
            int operationId,
            long spanId,
            long parentSpanId,
            long startNanos,
            long endNanos,
            ThrownRecord thrown,
            CapturedValues values) {
        for (; ; ) {
            Segment segment = current.get();
            int tailRecords = values == null ? 0 : tailRecords(segment, values);
            int slot = segment == null ? SpanChunk.CAPACITY : segment.claim(1 + tailRecords);
            if (slot < SpanChunk.CAPACITY) {
                SpanChunk chunk = segment.chunk;
                try {
                    SpanChunk.write(
                            chunk.records, slot, state, operationId, spanId, parentSpanId, startNanos, endNanos);
                    if (values != null) {
                        values.copyTo(chunk.records, slot, tailRecords);
                    }
                    if (thrown != null) {
                        chunk.thrown[slot] = thrown;
                    }
                    chunk.threadNames[slot] = state.thread.getName();
                } catch (Throwable t) {
                    // No stack left. A slot that is never committed would keep its segment for ever: commit it as void.
                    // The slots behind it that were claimed with it are void as well.
                    int at = slot << SpanLayout.RECORD_SHIFT;
                    chunk.records[at + SpanLayout.SPAN_ID] = 0;
                    chunk.records[at + SpanLayout.DESCRIPTOR] = (long) tailRecords << SpanLayout.TAIL_SHIFT;
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
                    mark(slot, slot + 1 + tailRecords);
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

    /** Slots for the values; 0 if the segment has not enough and the pool none: the span matters more. */
    private int tailRecords(Segment segment, CapturedValues values) {
        int tailRecords = values.tailRecords();
        boolean fits = segment == null || !segment.isFull(1 + tailRecords) || collector.mayHaveChunk();
        return fits ? tailRecords : 0;
    }

    /** Reports progress: slots, not spans, since it is the room that runs out. */
    private void mark(int from, int to) {
        int marks = to / MARK - from / MARK;
        if (marks > 0) {
            collector.mark(marks * MARK);
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
            segment.take(slot, segment.chunk.tailRecords(slot));
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
        for (int reason = 0; reason < SpanCollectorCounts.LIMIT_REASONS; reason++) {
            ended += limitedCounts.get(reason);
        }
        // A virtual thread adds its count when its outermost span ends; until then the spans that ended are the lower
        // bound.
        counts.startedCount += Math.max(startedCount.get(), ended);
        counts.sampledOutCount += sampledOutCount.get();
        for (int reason = 0; reason < SpanCollectorCounts.LIMIT_REASONS; reason++) {
            counts.leftOut(reason, limitedCounts.get(reason));
        }
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

        /** First slot that stays void, since too few were left for a span with its values. */
        volatile int end = SpanChunk.CAPACITY;

        // consumer's: drained slots
        private long takenLow;
        private long takenHigh;

        transient volatile Segment next;

        Segment(SpanChunk chunk) {
            this.chunk = chunk;
        }

        /**
         * Claims slots for the caller; {@link SpanChunk#CAPACITY} or more means that all are taken. Reads before it
         * increments: while the pool is empty every span calls this, possibly for days, and the counter must not
         * overflow.
         */
        int claim(int count) {
            if (count > 1) {
                return claimRange(count);
            }
            return claimed.get() >= SpanChunk.CAPACITY ? SpanChunk.CAPACITY : claimed.getAndAdd(1);
        }

        /** Whether so many slots are more than are left. */
        boolean isFull(int count) {
            return claimed.get() > SpanChunk.CAPACITY - count;
        }

        /**
         * Claims consecutive slots, of which only the first is committed. If fewer are left, they stay void, and the
         * segment is full.
         */
        private int claimRange(int count) {
            for (; ; ) {
                int from = claimed.get();
                if (from >= SpanChunk.CAPACITY) {
                    return SpanChunk.CAPACITY;
                }
                boolean fits = from + count <= SpanChunk.CAPACITY;
                if (claimed.compareAndSet(from, fits ? from + count : SpanChunk.CAPACITY)) {
                    if (fits) {
                        return from;
                    }
                    end = from;
                    return SpanChunk.CAPACITY;
                }
            }
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

        /** Takes a committed slot, and those with its captured values. */
        void take(int slot, int tailRecords) {
            if (tailRecords > 0) {
                takeRange(slot, slot + 1 + tailRecords);
            } else if (slot < Long.SIZE) {
                takenLow |= 1L << slot;
            } else {
                takenHigh |= 1L << slot;
            }
        }

        private void takeRange(int from, int to) {
            takenLow |= bits(Math.min(from, Long.SIZE), Math.min(to, Long.SIZE));
            takenHigh |= bits(Math.max(from - Long.SIZE, 0), Math.max(to - Long.SIZE, 0));
        }

        /** The bits of a word from one up to another. */
        private static long bits(int from, int to) {
            return from == to ? 0 : -1L >>> (Long.SIZE - (to - from)) << from;
        }

        boolean isDrained() {
            int to = end;
            if (to < SpanChunk.CAPACITY) {
                takeRange(to, SpanChunk.CAPACITY);
            }
            return (takenLow & takenHigh) == -1;
        }
    }
}
