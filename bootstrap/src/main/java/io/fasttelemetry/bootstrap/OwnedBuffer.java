/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.bootstrap;

import java.lang.ref.Reference;
import java.lang.ref.WeakReference;

/**
 * Buffer of one platform thread: a chain of chunks with one producer, the owning thread, and one consumer.
 *
 * <p><b>Producer</b>: wait-free; no compare-and-set but one per chunk, in the pool. It always holds the last chunk of
 * the chain. <b>Consumer</b>: reads behind it and returns a chunk once it is drained <i>and</i> has a successor, so the
 * two never hold the same chunk at a change. An idle thread keeps one chunk.
 *
 * <p><b>Memory order.</b> A record is filled with plain stores and published by one release store of the chunk's tail;
 * the consumer's acquire load of it sees whole records. The link to the next chunk is written after the last record.
 *
 * <p><b>Thread death.</b> The collector holds the thread and its {@link ThreadState} weakly. When the thread
 * has ended, or its thread-locals were erased, the buffer has no producer any more: the consumer drains it
 * and takes all chunks back.
 */
final class OwnedBuffer extends ProducerSide {
    @SuppressWarnings("unused")
    private long p0, p1, p2, p3, p4, p5, p6, p7, p8, p9, p10, p11, p12, p13, p14, p15;

    /** Next in the collector's list; the consumer unlinks. */
    OwnedBuffer nextBuffer;

    private final WeakReference<Thread> thread;
    private final WeakReference<ThreadState> owner;
    private String threadName = "";

    // consumer's side
    private SpanChunk readChunk;
    private int head;
    private long drainedCount;

    /** Written by the producer, once. */
    private volatile SpanChunk firstChunk;

    OwnedBuffer(SpanCollector collector, Thread thread, ThreadState state) {
        super(collector);
        this.thread = new WeakReference<>(thread);
        this.owner = new WeakReference<>(state);
        this.threadName = thread.getName();
    }

    void countStarted() {
        startedCount++;
    }

    void countUnsampled(boolean shed) {
        if (shed) {
            loadShedCount++;
        } else {
            sampledOutCount++;
        }
    }

    @Override
    @SuppressWarnings("ReachabilityFenceUsage") // a call that throws has published nothing after it
    boolean offer(
            ThreadState state,
            int operationId,
            long spanId,
            long parentSpanId,
            long startNanos,
            long endNanos,
            ThrownRecord thrown) {
        int free = slot;
        if (free == SpanChunk.CAPACITY) {
            if (!nextChunk()) {
                return false;
            }
            free = 0;
        }
        SpanChunk.write(records, free, state, operationId, spanId, parentSpanId, startNanos, endNanos);
        try {
            if (thrown != null) {
                writeChunk.thrown[free] = thrown;
            }
            tail.setRelease(free + 1);
        } catch (Throwable t) { // no stack left: the slot's next record may have no exception
            writeChunk.thrown[free] = null;
            throw t;
        }
        slot = free + 1;
        try {
            if (((free + 1) & (MARK - 1)) == 0) {
                collector.mark(MARK);
            }
            Reference.reachabilityFence(state); // while it is reachable, the consumer takes the buffer for alive
        } catch (Throwable t) {
            // No stack left. The record is published: it must not be counted as lost as well.
        }
        return true;
    }

    /** Puts a fresh chunk at the end of the chain; false, and a drop is counted, when the pool has none. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // queueFullCount has one writer
    private boolean nextChunk() {
        SpanChunk chunk = collector.acquireChunk();
        if (chunk == null) {
            queueFullCount++;
            return false;
        }
        SpanChunk full = writeChunk;
        writeChunk = chunk;
        records = chunk.records;
        tail = chunk.tail;
        slot = 0;
        if (full == null) {
            firstChunk = chunk;
        } else {
            full.next = chunk;
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
        Thread live = thread.get();
        if (live != null && head < chunk.tail.getAcquire()) {
            threadName = live.getName();
        }
        int count = 0;
        for (; ; ) {
            int tail = chunk.tail.getAcquire();
            int to = head + Math.min(tail - head, maxCount - count);
            count += visitRange(chunk, to, visitor);
            if (to < SpanChunk.CAPACITY || count == maxCount) {
                return count;
            }
            SpanChunk next = chunk.next;
            if (next == null) {
                return count;
            }
            readChunk = next;
            head = 0;
            collector.releaseChunk(chunk);
            chunk = next;
        }
    }

    /**
     * Visits up to slot {@code to}. A visitor that throws costs the span it was given, not the rest. The fields are
     * written once for all: they lie beside those that the producer reads for every span.
     */
    private int visitRange(SpanChunk chunk, int to, SpanVisitor visitor) {
        int from = head;
        int slot = from;
        try {
            while (slot < to) {
                chunk.visit(slot++, visitor, threadName);
            }
        } finally {
            head = slot;
            drainedCount += slot - from;
        }
        return slot - from;
    }

    /** True when no thread can offer any more. Ask before the last drain: what was offered earlier is then visible. */
    boolean hasNoProducer() {
        Thread producer = thread.get();
        return producer == null || !producer.isAlive() || owner.get() == null;
    }

    /** Gives the last chunk back. Only after {@link #hasNoProducer} was true and a drain found nothing more. */
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
        counts.loadShedCount += loadShedCount;
        counts.queueFullCount += queueFullCount;
        counts.drainedCount += drainedCount;
        SpanChunk chunk = readChunk != null ? readChunk : firstChunk;
        int from = head;
        while (chunk != null) {
            counts.pendingCount += chunk.tail.getAcquire() - from;
            from = 0;
            chunk = chunk.next;
        }
    }
}
