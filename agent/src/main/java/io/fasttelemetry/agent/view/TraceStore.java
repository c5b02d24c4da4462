/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.view;

import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/**
 * The traces in memory, oldest arrival first. Bounded by a number of spans and by approximate bytes: when either is
 * exceeded, the traces that began to arrive first make way as a whole. Thread-safe: {@link #add} takes the write lock
 * for one batch, {@link #read} the read lock; what other methods return may be used inside of {@code read} only.
 */
final class TraceStore {
    private final int maxSpans;
    private final long maxBytes;
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private final Dictionary dictionary = new Dictionary();
    private final Map<TraceId, Trace> traces = new LinkedHashMap<>();
    private final SpanWriter writer = new SpanWriter(dictionary);
    private final SenderDrops drops = new SenderDrops();
    private final StoreCounts counts = new StoreCounts();
    private int spanCount;
    private long spanBytes;
    private final AtomicLong version = new AtomicLong();

    /**
     * @param maxSpans the max number of spans
     * @param maxBytes the max of approximate bytes
     */
    TraceStore(int maxSpans, long maxBytes) {
        this.maxSpans = maxSpans;
        this.maxBytes = maxBytes;
    }

    /** Adds what a request held. */
    void add(ReceivedBatch batch) {
        lock.writeLock().lock();
        try {
            for (Origin origin : batch.origins) {
                drops.update(origin);
            }
            counts.invalid += batch.invalid;
            for (ReceivedSpan span : batch.spans) {
                add(span);
            }
            version.incrementAndGet();
        } finally {
            lock.writeLock().unlock();
        }
    }

    private void add(ReceivedSpan received) {
        counts.received++;
        TraceId id = new TraceId(received.traceHigh, received.traceLow);
        Trace trace = traces.get(id);
        if (trace != null && trace.find(received.id) >= 0) {
            counts.duplicates++; // sent again after an answer that was lost, most likely
            return;
        }
        if (trace == null) {
            trace = new Trace(id);
            traces.put(id, trace);
            spanBytes += Trace.weight();
        } else if (isFull() && traces.size() == 1) {
            counts.tooMany++; // a single trace fills the memory
            return;
        }
        Span span = writer.write(received);
        trace.add(span);
        spanCount++;
        spanBytes += span.weight();
        while (isOver() && traces.size() > 1) {
            evictOldest();
        }
    }

    private boolean isFull() {
        return spanCount >= maxSpans || bytes() >= maxBytes;
    }

    private boolean isOver() {
        return spanCount > maxSpans || bytes() > maxBytes;
    }

    private void evictOldest() {
        Iterator<Trace> oldest = traces.values().iterator();
        Trace trace = oldest.next();
        oldest.remove();
        spanBytes -= Trace.weight();
        for (int i = 0; i < trace.size(); i++) {
            Span span = trace.span(i);
            spanBytes -= span.weight();
            writer.release(span);
        }
        spanCount -= trace.size();
        counts.evictedTraces++;
        counts.evictedSpans += trace.size();
    }

    /** Drops all traces, and starts the counts anew. */
    void clear() {
        lock.writeLock().lock();
        try {
            while (!traces.isEmpty()) {
                evictOldest();
            }
            counts.clear();
            drops.clear();
            version.incrementAndGet();
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** Runs a query while nothing changes. */
    <T> T read(Supplier<T> query) {
        lock.readLock().lock();
        try {
            return query.get();
        } finally {
            lock.readLock().unlock();
        }
    }

    /** A number that changes with each change of the content. */
    long version() {
        return version.get();
    }

    /** All traces, the first to arrive first. */
    Collection<Trace> traces() {
        return traces.values();
    }

    /** The trace of this id, or null. */
    Trace trace(TraceId id) {
        return traces.get(id);
    }

    Dictionary dictionary() {
        return dictionary;
    }

    StoreCounts counts() {
        return counts;
    }

    SenderDrops drops() {
        return drops;
    }

    int spanCount() {
        return spanCount;
    }

    int maxSpans() {
        return maxSpans;
    }

    /** Approximate bytes of all spans and of the values that they share. */
    long bytes() {
        return spanBytes + dictionary.weight();
    }

    long maxBytes() {
        return maxBytes;
    }
}
