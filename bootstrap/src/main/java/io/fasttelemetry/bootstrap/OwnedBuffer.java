/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.bootstrap;

import java.lang.ref.Reference;
import java.lang.ref.WeakReference;

/**
 * Buffer of one busy platform thread: a chain of chunks with one producer, the owning thread, and one consumer.
 *
 * <p><b>Producer</b>: wait-free, except for a compare-and-set per chunk in the pool. It always holds the last chunk of
 * the chain. <b>Consumer</b>: reads behind it and returns a chunk once it is drained <i>and</i> has a successor, so the
 * two never return or replace the same chunk. An idle thread keeps one chunk.
 *
 * <p><b>A chunk that is full and drained</b> is reused by its thread, so a thread whose spans are drained in time takes
 * no further chunk. If it is not drained and <b>the pool is empty</b>, the span is dropped and counted.
 *
 * <p><b>Captured values</b> lie in the slots behind their span's, in the same chunk. If the rest of the chunk is too
 * small for them, the producer leaves it as it is and goes on in another; if the pool is empty, the span is recorded
 * without them, and they are counted in its descriptor. One store of the tail publishes a span with its values, so none
 * is seen without the other.
 *
 * <p><b>Memory order.</b> A record is filled with plain stores and published by one release store of the chunk's tail;
 * the consumer's acquire load of it sees whole records. The link to the next chunk is written after the last record.
 * {@link #emptied} passes a full chunk back and forth: the consumer sets it after the last visit, and from then on
 * looks at nothing else of the chunk but its link; the producer clears it after it has set the tail to zero.
 *
 * <p><b>Thread death.</b> The collector holds the thread and its {@link ThreadState} weakly. When the thread has ended,
 * or its thread-locals were erased, the buffer has no producer any more: the consumer drains it and takes all chunks
 * back.
 */
final class OwnedBuffer extends ProducerSide {
    /** Memory of a buffer with its thread's state, without chunks, rounded up. */
    static final int BYTES = SpanChunk.BYTES / 8;

    @SuppressWarnings("unused")
    private long p0, p1, p2, p3, p4, p5, p6, p7, p8, p9, p10, p11, p12, p13, p14, p15;

    /** Next in the collector's list; unlinked by the consumer. */
    OwnedBuffer nextBuffer;

    private final WeakReference<Thread> thread;
    private final WeakReference<ThreadState> owner;
    private String threadName = "";

    // consumer's side
    private SpanChunk readChunk;
    /** Slots of {@link #readChunk} that were visited, and the spans in them. */
    private int head;

    private int headSpans;
    private long drainedCount;

    /** Written by the producer, once. */
    private volatile SpanChunk firstChunk;

    /**
     * The chunk of which the consumer has visited all records, until the producer reuses it or the consumer leaves it.
     */
    private volatile SpanChunk emptied;

    OwnedBuffer(SpanCollector collector, Thread thread, ThreadState state) {
        super(collector);
        this.thread = new WeakReference<>(thread);
        this.owner = new WeakReference<>(state);
        this.threadName = thread.getName();
    }

    void countStarted() {
        startedCount++;
    }

    void countUnsampled(int reason) {
        if (reason == SpanCollectorCounts.SAMPLER) {
            sampledOutCount++;
        } else {
            countLeftOut(reason);
        }
    }

    private void countLeftOut(int reason) {
        if (reason == SpanCollectorCounts.SHED) {
            loadShedCount++;
        } else {
            limitedCounts[reason]++;
        }
    }

    /** Spans published so far. Called by the producer. */
    long publishedCount() {
        return publishedBefore + (fill >>> SpanChunk.SPAN_SHIFT);
    }

    @Override
    @SuppressWarnings("ReachabilityFenceUsage") // if a call throws, nothing was published after it
    boolean offer(
            ThreadState state,
            int operationId,
            long spanId,
            long parentSpanId,
            long startNanos,
            long endNanos,
            ThrownRecord thrown) {
        int before = fill;
        int free = before & SpanChunk.SLOT_MASK;
        if (free == SpanChunk.CAPACITY) {
            if (!nextChunk()) {
                return false;
            }
            before = 0;
            free = 0;
        }
        SpanChunk.write(records, free, state, operationId, spanId, parentSpanId, startNanos, endNanos);
        int after = before + SpanChunk.ONE_SPAN;
        try {
            if (thrown != null) {
                writeChunk.thrown[free] = thrown;
            }
            tail.setRelease(after);
        } catch (Throwable t) { // no stack left: the next record of this slot must not get this exception
            writeChunk.thrown[free] = null;
            throw t;
        }
        fill = after;
        try {
            if ((after & (MARK - 1)) == 0) {
                collector.mark(MARK);
            }
            Reference.reachabilityFence(state); // keeps the buffer alive for the consumer
        } catch (Throwable t) {
            // No stack left. The record is published: it must not be counted as lost as well.
        }
        return true;
    }

    @Override
    @SuppressWarnings("ReachabilityFenceUsage") // as above
    boolean offerWithValues(
            ThreadState state,
            int operationId,
            long spanId,
            long parentSpanId,
            long startNanos,
            long endNanos,
            ThrownRecord thrown,
            CapturedValues values) {
        int tailRecords = values == null ? 0 : values.tailRecords();
        if ((fill & SpanChunk.SLOT_MASK) == SpanChunk.CAPACITY) {
            if (!nextChunk()) {
                return false;
            }
        } else if ((fill & SpanChunk.SLOT_MASK) + tailRecords >= SpanChunk.CAPACITY && !addChunk()) {
            tailRecords = 0; // the span matters more than its attributes
        }
        int before = fill;
        int free = before & SpanChunk.SLOT_MASK;
        int after = before + SpanChunk.ONE_SPAN + tailRecords;
        SpanChunk.write(records, free, state, operationId, spanId, parentSpanId, startNanos, endNanos);
        if (values != null) {
            values.copyTo(records, free, tailRecords);
        }
        try {
            if (thrown != null) {
                writeChunk.thrown[free] = thrown;
            }
            tail.setRelease(after);
        } catch (Throwable t) { // no stack left, as above
            writeChunk.thrown[free] = null;
            throw t;
        }
        fill = after;
        try {
            int marks = (after & SpanChunk.SLOT_MASK) / MARK - free / MARK;
            if (marks > 0) {
                collector.mark(marks * MARK); // slots, not spans: it is the room that runs out
            }
            Reference.reachabilityFence(state);
        } catch (Throwable t) {
            // No stack left, as above.
        }
        return true;
    }

    /** Reuses the drained chunk, or adds another to the chain; false, and a drop is counted, when the pool has none. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // queueFullCount has one writer
    private boolean nextChunk() {
        SpanChunk full = writeChunk;
        if (full != null && emptied == full) {
            tail.setPlain(0); // the last call: no field access below can fail
            publishedBefore += fill >>> SpanChunk.SPAN_SHIFT;
            fill = 0;
            emptied = null;
            return true;
        }
        if (addChunk()) {
            return true;
        }
        queueFullCount++;
        return false;
    }

    /** Adds a chunk to the chain and leaves the present one, full or not; false when the pool has none. */
    private boolean addChunk() {
        SpanChunk before = writeChunk;
        SpanChunk chunk = collector.acquireChunk();
        if (chunk == null) {
            return false;
        }
        writeChunk = chunk; // from here on field accesses only, none of which can fail
        records = chunk.records;
        tail = chunk.tail;
        publishedBefore += fill >>> SpanChunk.SPAN_SHIFT;
        fill = 0;
        if (before == null) {
            firstChunk = chunk;
        } else {
            before.next = chunk;
        }
        return true;
    }

    @Override
    int drainTo(SpanVisitor visitor, int maxCount) {
        SpanChunk chunk = readChunk;
        if (chunk == null) {
            chunk = firstChunk;
            if (chunk == null) {
                return 0;
            }
            readChunk = chunk;
        }
        boolean named = false;
        int count = 0;
        while (count < maxCount) {
            if (head == SpanChunk.CAPACITY) {
                if (emptied != chunk) {
                    head = 0; // the producer has reused it
                    headSpans = 0;
                } else {
                    SpanChunk next = chunk.next;
                    if (next == null) {
                        return count;
                    }
                    leave(chunk, next);
                    chunk = next;
                }
            }
            int slots = chunk.tail.getAcquire() & SpanChunk.SLOT_MASK;
            if (slots == head) {
                SpanChunk next = chunk.next;
                if (next == null) {
                    return count;
                }
                // Left before it was full, unless the last records were published between the two reads.
                if ((chunk.tail.getAcquire() & SpanChunk.SLOT_MASK) == head) {
                    leave(chunk, next);
                    chunk = next;
                }
                continue;
            }
            if (!named) {
                named = true;
                readName();
            }
            count += visitRange(chunk, slots, visitor, maxCount - count);
        }
        return count;
    }

    /** Returns a drained chunk that the producer has left. */
    private void leave(SpanChunk chunk, SpanChunk next) {
        readChunk = next;
        head = 0;
        headSpans = 0;
        emptied = null; // before the pool can lend this chunk to the producer again
        collector.releaseChunk(chunk);
    }

    private void readName() {
        Thread live = thread.get();
        if (live != null) {
            threadName = live.getName();
        }
    }

    /**
     * Visits at most {@code maxCount} spans up to slot {@code to}. If the visitor throws, only that span is lost. The
     * fields are written once at the end, since they are near those that the producer reads for every span.
     */
    private int visitRange(SpanChunk chunk, int to, SpanVisitor visitor, int maxCount) {
        int slot = head;
        int count = 0;
        try {
            while (slot < to && count < maxCount) {
                int at = slot;
                slot += 1 + chunk.tailRecords(at);
                count++;
                chunk.visit(at, visitor, threadName);
            }
        } finally {
            head = slot;
            headSpans += count;
            drainedCount += count;
            if (slot == SpanChunk.CAPACITY) {
                emptied = chunk;
            }
        }
        return count;
    }

    /**
     * Whether no thread can offer any more. To be called before the last drain, to which all earlier offers are then
     * visible.
     */
    boolean hasNoProducer() {
        Thread producer = thread.get();
        return producer == null || !producer.isAlive() || owner.get() == null;
    }

    /** Returns the last chunk. Only after {@link #hasNoProducer} was true and a drain then found nothing more. */
    void retire() {
        SpanChunk chunk = readChunk != null ? readChunk : firstChunk;
        readChunk = null;
        firstChunk = null;
        if (chunk != null) {
            collector.releaseChunk(chunk);
        }
    }

    @Override
    void addTo(SpanCollectorCounts counts) {
        counts.startedCount += startedCount;
        counts.sampledOutCount += sampledOutCount;
        for (int reason = 0; reason < limitedCounts.length; reason++) {
            counts.leftOut(reason, limitedCounts[reason]);
        }
        counts.loadShedCount += loadShedCount;
        counts.queueFullCount += queueFullCount;
        counts.drainedCount += drainedCount;
        counts.pendingCount += pendingCount();
    }

    /** Spans that are published and not drained. */
    long pendingCount() {
        SpanChunk chunk = readChunk != null ? readChunk : firstChunk;
        if (chunk == null) {
            return 0;
        }
        int from = headSpans;
        if (head == SpanChunk.CAPACITY && emptied != chunk) {
            from = 0; // reused
        }
        long pending = 0;
        while (chunk != null) {
            pending += (chunk.tail.getAcquire() >>> SpanChunk.SPAN_SHIFT) - from;
            from = 0;
            chunk = chunk.next;
        }
        return pending;
    }
}
