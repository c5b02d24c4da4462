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
 * <p><b>Captured values.</b> A method with attributes that are captured evaluates all of them into further local
 * variables, arguments where they are needed and results before the parent is restored, so that what it calls of the
 * application is traced below its own span. In place of the lines in {@code finally} it has
 *
 * <pre>
 *     if (state.sampled &amp;&amp; span != parent) {       // else nobody would see the values
 *       try { v0 = ...; v1 = ...; } catch (Throwable t) { failed++; }    // each in a try of its own
 *     }
 *     state.spanId = parent;                       // from here on nothing of the application runs
 *     try {
 *       if (state.sampled &amp;&amp; span != parent) {
 *         ThreadState.capture(state, span, 0, v0);   // the index of the attribute's key in its operation
 *         ThreadState.capture(state, span, 1, v1);   // null is no value
 *         if (failed != 0) ThreadState.captureFailed(state, span, failed);
 *       }
 *       ThreadState.exitWithValues(state, id, span, parent, start, thrown);
 *     } catch (Throwable t) { errorCount += state.weight; }
 * </pre>
 *
 * <p>Primitive values have a {@code capture} of their own, int, short, byte and char as a long, float as a double; a
 * String has one. All other types are passed as Object, which needs no class of the application to verify; what is no
 * enum, boxed primitive, or array of String, long, int, double or boolean is ignored. A value is copied at once. Values
 * belong to the span that they are captured for, so what is left over when an exit fails, or never comes, is discarded
 * by the next span that captures.
 *
 * <p><b>Limits.</b> A method whose operation has a {@link SpanLimit} calls {@link #enterLimited} instead of {@link
 * #enter}, keeps {@link #publishedMark} in one more local variable, {@code mark}, and ends by
 *
 * <pre>
 *       ThreadState.exitLimited(state, id, span, parent, start, mark, thrown);
 * </pre>
 *
 * <p>with or without captured values. A span that is left out when it begins has the id of its parent, so spans below
 * it are children of the nearest one that is kept; hence the question {@code span != parent} above.
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

    private static final int MAX_SPANS_PER_TRACE = Sampling.maxSpansPerTrace;

    /** A constant once this class is initialised: without a limit the compiler removes the code. */
    private static final boolean TRACES_ARE_LIMITED = MAX_SPANS_PER_TRACE < Integer.MAX_VALUE;

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
    /** Start of the span that was begun last; if that has been left out, the reason. */
    public long startNanos;
    /** Spans that the thread had published when the span with limits that was begun last began. */
    public long publishedMark;

    long traceIdHigh;
    long traceIdLow;
    /** The root's decisions for the trace, clock anchor and shed level, at their positions in a record's descriptor. */
    long traceBits;
    /** Whether the spans of the current trace are recorded. Decided at its root; woven code reads it. */
    public boolean sampled;
    /** The reason if they are not, one of {@link SpanCollectorCounts}. */
    private int unsampledReason;

    /** Spans of the current trace that were begun and not left out; counted only if traces are limited. */
    private int traceSpanCount;

    final Thread thread;
    final long threadId;
    /** The buffer used while {@link #owned} is null; null in {@link #OFF} only. */
    final SharedBuffer shared;

    /** The Throwable that the thread threw last, until the consumer clears it. */
    ThrownHold lastHold;

    /** Null while the thread has no buffer of its own. */
    OwnedBuffer owned;

    /** Null until the thread captures its first value. */
    private CapturedValues captured;

    private final boolean mayOwn;
    private int probationCount;
    long probationStartNanos;
    private final IdGenerator ids = new IdGenerator();
    private long startedHere;
    private long sampledOutHere;
    private long loadShedHere;
    /** Spans left out by limits, by reason; null before the first one. */
    private long[] limitedHere;

    /** Spans published in a shared buffer. */
    private long publishedShared;

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

    /**
     * Opens a span of an operation that has limits, like {@link #enter}. If a limit leaves it out, the current span
     * stays the current one; below a root that is left out nothing is recorded.
     */
    public static ThreadState enterLimited(int operationId) {
        try {
            ThreadState state = Tracer.state();
            return state == null ? OFF : state.beginLimited(Operations.get(operationId).limit);
        } catch (Throwable t) {
            return OFF; // as in enter
        }
    }

    /**
     * Records the end of a span like {@link #exit}, with the values that were captured for it.
     */
    public static void exitWithValues(
            ThreadState state, int operationId, long spanId, long parentSpanId, long startNanos, Throwable thrown) {
        if (spanId != parentSpanId) { // also of OFF
            long now = state.sampled ? System.nanoTime() : 0;
            state.endSpecial(operationId, spanId, parentSpanId, startNanos, now, thrown);
        } else {
            state.endLeftOut((int) startNanos, parentSpanId);
        }
    }

    /**
     * Records the end of a span that {@link #enterLimited} began, with the values captured for it, if there are any.
     * Leaves it out if it was shorter than its operation's min duration, unless it failed or the thread has published a
     * span since it began.
     *
     * @param mark the value of {@link #publishedMark} when it had begun
     */
    public static void exitLimited(
            ThreadState state,
            int operationId,
            long spanId,
            long parentSpanId,
            long startNanos,
            long mark,
            Throwable thrown) {
        if (spanId == parentSpanId) {
            state.endLeftOut((int) startNanos, parentSpanId);
            return;
        }
        long now = 0;
        if (state.sampled) {
            now = System.nanoTime();
            if (thrown == null
                    && now - startNanos < Operations.get(operationId).limit.minNanos
                    && state.publishedCount() == mark) {
                state.endTooShort(parentSpanId);
                return;
            }
        }
        state.endSpecial(operationId, spanId, parentSpanId, startNanos, now, thrown);
    }

    /**
     * Captures a value for the span that the thread is about to end.
     *
     * @param index position of the attribute's key in the operation
     * @param value null is ignored
     */
    public static void capture(ThreadState state, long spanId, int index, String value) {
        if (value != null && state.sampled) {
            state.valuesOf(spanId).put(index, value);
        }
    }

    /** Captures a value of a type that no other method takes; those of {@link CapturedValues#putObject}. */
    public static void capture(ThreadState state, long spanId, int index, Object value) {
        if (value != null && state.sampled) {
            state.valuesOf(spanId).putObject(index, value);
        }
    }

    public static void capture(ThreadState state, long spanId, int index, long value) {
        if (state.sampled) {
            state.valuesOf(spanId).put(index, value);
        }
    }

    public static void capture(ThreadState state, long spanId, int index, double value) {
        if (state.sampled) {
            state.valuesOf(spanId).put(index, value);
        }
    }

    public static void capture(ThreadState state, long spanId, int index, boolean value) {
        if (state.sampled) {
            state.valuesOf(spanId).put(index, value);
        }
    }

    /** Counts values whose evaluation threw; the span reports them as left out. */
    public static void captureFailed(ThreadState state, long spanId, int count) {
        if (state.sampled) {
            state.valuesOf(spanId).leaveOut(count);
        }
    }

    /**
     * Sets the max chars of a captured text, 1 to {@value CapturedValues#MAX_LENGTH_LIMIT}. Called once, before
     * anything is woven.
     */
    public static void captureAtMost(int chars) {
        CapturedValues.maxLength = Math.max(1, Math.min(CapturedValues.MAX_LENGTH_LIMIT, chars));
    }

    private CapturedValues valuesOf(long span) {
        CapturedValues values = captured;
        if (values == null) {
            values = new CapturedValues();
            captured = values;
        }
        return values.of(span);
    }

    /** Opens a span below the current one, or a new trace. */
    final ThreadState begin() {
        long parent = spanId;
        if (parent == 0) {
            return beginTrace(null);
        }
        if (TRACES_ARE_LIMITED && isTraceFull()) {
            return beginLeftOut(parent, SpanCollectorCounts.TRACE_FULL);
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

    final ThreadState beginLimited(SpanLimit limit) {
        long published = publishedCount(); // each call before a store, as ever
        long parent = spanId;
        if (parent == 0) {
            beginTrace(limit);
        } else {
            int reason = sampled ? limit.reason(ids) : SpanLimit.NONE;
            if (reason == SpanLimit.NONE) {
                begin();
            } else {
                beginLeftOut(parent, reason);
            }
        }
        publishedMark = published;
        return this;
    }

    /** Whether the current trace can have no further span; if it can, counts one. */
    private boolean isTraceFull() {
        if (!sampled) {
            return false;
        }
        boolean full = traceSpanCount >= MAX_SPANS_PER_TRACE;
        traceSpanCount += full ? 0 : 1;
        return full;
    }

    /** Opens no span: the parent stays the current one. */
    private ThreadState beginLeftOut(long parent, int reason) {
        countStarted();
        parentSpanId = parent;
        startNanos = reason;
        return this;
    }

    /** @param limit decides for the whole trace; null if there is none */
    private ThreadState beginTrace(SpanLimit limit) {
        long high = ids.next();
        long low = ids.next();
        long id = ids.next();
        int level = Sampling.shedLevel;
        boolean keep = Sampling.keeps(low, level);
        int reason = keep || !Sampling.keeps(low, 0) ? SpanCollectorCounts.SAMPLER : SpanCollectorCounts.SHED;
        if (limit != null && keep) {
            reason = limit.reason(ids);
            keep = reason == SpanLimit.NONE;
        }
        long bits = (long) level << SpanLayout.SHED_SHIFT | (long) SpanClock.anchor() << SpanLayout.ANCHOR_SHIFT;
        long now = keep ? System.nanoTime() : 0;
        countStarted();
        traceIdHigh = high;
        traceIdLow = low;
        traceBits = bits;
        sampled = keep;
        unsampledReason = reason;
        traceSpanCount = 1;
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
        if (TRACES_ARE_LIMITED && span == parent) {
            endLeftOut((int) start, parent);
            return;
        }
        long now = sampled ? System.nanoTime() : 0;
        OwnedBuffer buffer = owned;
        if (thrown != null && sampled) {
            endThrown(operationId, span, parent, start, now, thrown, null);
        } else if (buffer == null) {
            endShared(operationId, span, parent, start, now, null, null);
        } else if (sampled) {
            buffer.offer(this, operationId, span, parent, start, now, null);
        } else {
            buffer.countUnsampled(unsampledReason);
        }
    }

    /** Records a span as {@link #end} does, with the values that were captured for it. */
    private void endSpecial(int operationId, long span, long parent, long start, long now, Throwable thrown) {
        CapturedValues values = captured;
        if (values != null && values.spanId != span) {
            values = null;
        }
        if (thrown != null && sampled) {
            endThrown(operationId, span, parent, start, now, thrown, values);
        } else if (owned == null) {
            endShared(operationId, span, parent, start, now, null, values);
        } else if (sampled) {
            owned.offerWithValues(this, operationId, span, parent, start, now, null, values);
        } else {
            owned.countUnsampled(unsampledReason);
        }
    }

    private void endTooShort(long parent) {
        if (TRACES_ARE_LIMITED) {
            traceSpanCount--;
        }
        endLeftOut(SpanCollectorCounts.TOO_SHORT, parent);
    }

    /** Counts a span that a limit has left out. */
    private void endLeftOut(int reason, long parent) {
        if (shared == null) {
            return; // nothing is recorded here
        }
        OwnedBuffer buffer = owned;
        if (buffer != null) {
            buffer.limitedCounts[reason]++;
            return;
        }
        countLeftOutHere(reason);
        boolean busy = mayOwn && ++probationCount >= (parent == 0 ? PROBATION : LONG_TRACE);
        if (parent == 0 || busy) {
            try {
                handOverCounts();
                if (busy) {
                    endProbation();
                }
            } catch (Throwable t) {
                // No stack or memory left, as in endShared.
            }
        }
    }

    private void countLeftOutHere(int reason) {
        long[] counts = limitedHere;
        if (counts == null) {
            counts = new long[SpanCollectorCounts.LIMIT_REASONS];
            limitedHere = counts;
        }
        counts[reason]++;
    }

    /** Spans that the thread has published so far. */
    private long publishedCount() {
        OwnedBuffer buffer = owned;
        return buffer == null ? publishedShared : publishedShared + buffer.publishedCount();
    }

    /**
     * Records a span that ended by a Throwable. If its record is not published, what was counted for it is subtracted
     * again.
     */
    @SuppressWarnings("NonAtomicVolatileUpdate") // see ThrownRecords
    private void endThrown(
            int operationId, long span, long parent, long start, long now, Throwable thrown, CapturedValues values) {
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
                    ? owned.offerWithValues(this, operationId, span, parent, start, now, record, values)
                    : endShared(operationId, span, parent, start, now, record, values);
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

    private boolean endShared(
            int operationId, long span, long parent, long start, long now, ThrownRecord thrown, CapturedValues values) {
        if (shared == null) {
            return false; // nothing is recorded here
        }
        if (!sampled) {
            if (unsampledReason == SpanCollectorCounts.SHED) {
                loadShedHere++;
            } else if (unsampledReason == SpanCollectorCounts.SAMPLER) {
                sampledOutHere++;
            } else {
                countLeftOutHere(unsampledReason);
            }
        }
        if (parent == 0) {
            try {
                handOverCounts();
            } catch (Throwable t) {
                // No stack left: the next root adds these counts.
            }
        }
        boolean published =
                sampled && shared.offerWithValues(this, operationId, span, parent, start, now, thrown, values);
        if (published) {
            publishedShared++;
        }
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
        long[] limited = limitedHere;
        for (int reason = 0; limited != null && reason < limited.length; reason++) {
            if (limited[reason] != 0) {
                shared.countLeftOut(reason, limited[reason]);
                limited[reason] = 0;
            }
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
