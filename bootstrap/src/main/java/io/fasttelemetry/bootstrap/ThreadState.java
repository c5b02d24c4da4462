/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.bootstrap;

/**
 * The trace context of one thread, and the methods that woven code calls.
 *
 * <p>Used by its thread only, so no field is shared or needs ordering. The JVM's stack is the span stack: woven code
 * keeps what it must restore in local variables, so this object holds only the innermost open span.
 *
 * <p>The weaver inlines this into a method, with these four local variables, one for the result and one for what was
 * thrown:
 *
 * <pre>
 *   state = ThreadState.enter(); parent = state.parentSpanId; span = state.spanId; start = state.startNanos;
 *   try { ...the method... }
 *   finally {
 *     state.spanId = parent;                       // no call can fail before the context is restored
 *     try { ThreadState.exit(state, id, span, parent, start, thrown); }
 *     catch (Throwable t) { errorCount += state.weight; }
 *   }
 * </pre>
 *
 * <p>Woven code refers to no other class, and the call of {@link #enter} makes the JVM resolve this one. The first use
 * of a second class would ask the application's class loader for it; its {@code loadClass} may be woven too, and would
 * overwrite the fields that the method is about to read.
 *
 * <p><b>Stack overflow.</b> {@link #begin} makes every call before its first store, so an overflow inside it leaves the
 * context as it was; woven code restores {@link #spanId} by a plain field store before it calls anything.
 *
 * <p><b>Buffers.</b> A platform thread shares a buffer with others until it is busy: once it has recorded {@value
 * #PROBATION} spans within a second it gets one of its own, if there are not too many yet. It changes over between two
 * traces, so that the spans of one trace stay in order, or within a very long trace. Threads that record rarely or end
 * soon need no chunk and no buffer.
 *
 * <p>Refers to no object of the application but the thread itself, and softly to a Throwable until its span is drained,
 * since a thread-local value must not keep a class loader alive.
 */
public class ThreadState {
    /**
     * Spans lost because recording their end failed. Woven code increments it by plain field accesses, since at the end
     * of the stack no call is possible. If two threads do so at once, one increment may be lost, which is benign.
     */
    public static int errorCount;

    /** Spans that a platform thread records into a shared buffer before it may get one of its own. */
    static final int PROBATION = 128;

    /** Number of spans after which a busy thread gets its buffer in the middle of a trace. */
    static final int LONG_TRACE = 1024;

    private static final long BUSY_NANOS = 1_000_000_000L;

    /** State for "nothing is recorded", which all threads share; woven code treats it like any other. */
    static final ThreadState OFF = new ThreadState();

    /**
     * The number that a lost span adds to {@link #errorCount}: 1, but 0 in {@link #OFF}, where it was not counted as
     * started.
     */
    public final int weight;

    /** Id of the innermost open span, 0 when there is none. Woven code restores it at exit. */
    public long spanId;
    /** Parent of the span that was begun last; woven code copies it into a local variable. */
    public long parentSpanId;
    /** Start of the span that was begun last. */
    public long startNanos;

    long traceIdHigh;
    long traceIdLow;
    /** The root's decisions for the trace, clock anchor and shed level, at their positions in a record's descriptor. */
    long traceBits;
    /** Whether the spans of the current trace are recorded. Decided at its root. */
    boolean sampled;
    /** The reason if they are not: true for load shedding, false for the sampler. */
    boolean shed;

    final Thread thread;
    final long threadId;
    /** The buffer used while {@link #owned} is null; null in {@link #OFF} only. */
    final SharedBuffer shared;

    /** The Throwable that the thread threw last, until the consumer clears it. */
    ThrownHold lastHold;

    /** Null while the thread has no buffer of its own. */
    OwnedBuffer owned;

    private final boolean mayOwn;
    private int probationCount;
    long probationStartNanos;
    private final IdGenerator ids = new IdGenerator();
    private long startedHere;
    private long sampledOutHere;
    private long loadShedHere;

    private ThreadState() {
        weight = 0;
        thread = null;
        threadId = 0;
        shared = null;
        mayOwn = false;
    }

    /** @param mayOwn whether the thread gets a buffer of its own once it is busy; a virtual one never does */
    ThreadState(SharedBuffer shared, Thread thread, boolean mayOwn) {
        weight = 1;
        this.thread = thread;
        threadId = ThreadFields.id(thread);
        this.shared = shared;
        this.mayOwn = mayOwn;
        probationStartNanos = mayOwn ? System.nanoTime() : 0;
    }

    /**
     * Opens a span on the calling thread. Returns its state, {@link #OFF} if nothing is to be recorded. Never throws.
     */
    public static ThreadState enter() {
        try {
            ThreadState state = Tracer.state();
            return state == null ? OFF : state.begin();
        } catch (Throwable t) {
            return OFF; // no memory or no stack left: the method runs untraced, nothing was counted as started
        }
    }

    /**
     * Records the end of a span whose context has been restored. If this throws, the caller counts the span as lost to
     * an error.
     */
    public static void exit(
            ThreadState state, int operationId, long spanId, long parentSpanId, long startNanos, Throwable thrown) {
        state.end(operationId, spanId, parentSpanId, startNanos, thrown);
    }

    /** Opens a span below the current one, or a new trace. */
    final ThreadState begin() {
        long parent = spanId;
        if (parent == 0) {
            return beginTrace();
        }
        // The clock first: reading it takes as long as the rest, which the processor can execute in the meantime.
        long now = sampled ? System.nanoTime() : 0;
        long id = ids.next();
        countStarted();
        parentSpanId = parent;
        startNanos = now;
        spanId = id;
        return this;
    }

    private ThreadState beginTrace() {
        long high = ids.next();
        long low = ids.next();
        long id = ids.next();
        int level = Sampling.shedLevel;
        boolean keep = Sampling.keeps(low, level);
        boolean drop = !keep && Sampling.keeps(low, 0);
        long bits = (long) level << SpanLayout.SHED_SHIFT | (long) SpanClock.anchor() << SpanLayout.ANCHOR_SHIFT;
        long now = keep ? System.nanoTime() : 0;
        countStarted();
        traceIdHigh = high;
        traceIdLow = low;
        traceBits = bits;
        sampled = keep;
        shed = drop;
        parentSpanId = 0;
        startNanos = now;
        spanId = id;
        return this;
    }

    private void countStarted() {
        OwnedBuffer buffer = owned;
        if (buffer != null) {
            buffer.countStarted();
        } else {
            countStartedShared();
        }
    }

    private void countStartedShared() {
        if (mayOwn) {
            shared.countStarted(1); // at once, since its outermost span may last as long as the process
        } else {
            startedHere++;
        }
    }

    /**
     * Records a finished span, or counts that it was sampled out or shed. The caller has restored the context, and
     * counts the span as lost to an error if this throws, so this must not throw after the span is recorded or counted.
     */
    final void end(int operationId, long span, long parent, long start, Throwable thrown) {
        long now = sampled ? System.nanoTime() : 0;
        OwnedBuffer buffer = owned;
        if (thrown != null && sampled) {
            endThrown(operationId, span, parent, start, now, thrown);
        } else if (buffer == null) {
            endShared(operationId, span, parent, start, now, null);
        } else if (sampled) {
            buffer.offer(this, operationId, span, parent, start, now, null);
        } else {
            buffer.countUnsampled(shed);
        }
    }

    /**
     * Records a span that ended by a Throwable. If its record is not published, what was counted for it is subtracted
     * again.
     */
    @SuppressWarnings("NonAtomicVolatileUpdate") // see ThrownRecords
    private void endThrown(int operationId, long span, long parent, long start, long now, Throwable thrown) {
        SpanCollector collector = owned != null ? owned.collector : shared.collector;
        ThrownRecords records = collector.thrownRecords;
        ThrownHold before = lastHold;
        ThrownRecord record;
        try {
            record = records.of(this, thrown);
        } catch (Throwable t) { // no memory or stack left
            record = thrown instanceof StackOverflowError
                    ? records.stackOverflow
                    : thrown instanceof OutOfMemoryError ? records.outOfMemory : records.anyOther;
        }
        boolean published = false;
        try {
            published = owned != null
                    ? owned.offer(this, operationId, span, parent, start, now, record)
                    : endShared(operationId, span, parent, start, now, record);
        } finally {
            if (!published) { // by field accesses only: a call may be impossible
                records.unwoundBytes += record.bytes;
                if (lastHold != before) {
                    records.unwoundCount++;
                    lastHold = null;
                }
            }
        }
        if (published && lastHold != before) {
            try {
                collector.announceThrown();
            } catch (Throwable t) {
                // No stack left to wake the consumer. The span is published: it must not be counted as lost as well.
            }
        }
    }

    private boolean endShared(int operationId, long span, long parent, long start, long now, ThrownRecord thrown) {
        if (shared == null) {
            return false; // nothing is recorded here
        }
        if (!sampled) {
            if (shed) {
                loadShedHere++;
            } else {
                sampledOutHere++;
            }
        }
        if (parent == 0) {
            try {
                handOverCounts();
            } catch (Throwable t) {
                // No stack left: the next root adds these counts.
            }
        }
        boolean published = sampled && shared.offer(this, operationId, span, parent, start, now, thrown);
        if (mayOwn && ++probationCount >= PROBATION && (parent == 0 || probationCount >= LONG_TRACE)) {
            try {
                endProbation();
            } catch (Throwable t) {
                // No stack or memory left: the thread goes on sharing a buffer.
            }
        }
        return published;
    }

    /**
     * Whether the thread may park. A virtual one would have to unmount from its carrier, which may be impossible now.
     */
    final boolean mayPark() {
        return mayOwn;
    }

    private void handOverCounts() {
        if (startedHere != 0) {
            shared.countStarted(startedHere);
            startedHere = 0;
        }
        if ((sampledOutHere | loadShedHere) != 0) {
            shared.countUnsampled(sampledOutHere, loadShedHere);
            sampledOutHere = 0;
            loadShedHere = 0;
        }
    }

    private void endProbation() {
        long now = System.nanoTime();
        boolean busy = now - probationStartNanos < BUSY_NANOS;
        probationCount = 0;
        probationStartNanos = now;
        if (busy) {
            handOverCounts();
            owned = shared.collector.ownBuffer(thread, this);
        }
    }

    /**
     * Padded against false sharing: platform threads live long, and a garbage collector may move their states next to
     * each other.
     */
    static final class Padded extends ThreadState {
        @SuppressWarnings("unused")
        private long p0, p1, p2, p3, p4, p5, p6, p7, p8, p9, p10, p11, p12, p13, p14, p15;

        Padded(SharedBuffer shared, Thread thread) {
            super(shared, thread, true);
        }
    }
}
