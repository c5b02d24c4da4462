/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.view;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
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
    private final Map<TraceId, Trace> traces = new HashMap<>();
    /** All traces in the order of their arrival. Walking them is most of what a query does. */
    private final ArrayDeque<Trace> arrived = new ArrayDeque<>();

    private final SpanWriter writer = new SpanWriter(dictionary);
    private final SenderDrops drops = new SenderDrops();
    private final StoreCounts counts = new StoreCounts();
    private int spanCount;
    private long spanBytes;
    /** Begins with the time, so that a page never takes another viewer's state for one that it has. */
    private final AtomicLong version = new AtomicLong(System.currentTimeMillis() * 1000);

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
            arrived.add(trace);
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
        Trace trace = arrived.remove();
        traces.remove(trace.id());
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
        return Collections.unmodifiableCollection(arrived);
    }

    /** All traces, the last to arrive first. */
    Iterator<Trace> newestFirst() {
        return arrived.descendingIterator();
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
