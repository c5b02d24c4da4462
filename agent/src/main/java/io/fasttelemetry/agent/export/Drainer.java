/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export;

import io.fasttelemetry.bootstrap.SpanCollector;

/** Moves finished spans from the span collector into the exporter. Owned by the export thread. */
final class Drainer {
    /** Spans drained before the exporter is asked again whether it has room, or something to deliver. */
    private static final int DRAIN_COUNT = 256;

    private final SpanCollector collector;
    private final SpanExporter exporter;
    private final StepErrors errors;
    private boolean initialised;
    private boolean prepared;

    Drainer(SpanCollector collector, SpanExporter exporter, StepErrors errors) {
        this.collector = collector;
        this.exporter = exporter;
        this.errors = errors;
    }

    /** Moves what is pending, as far as the exporter has room; returns true if the buffers are empty. */
    boolean drain() {
        ClockReading.update();
        collector.resetMarks();
        prepare();
        while (exporter.hasRoom()) {
            if (collector.drainTo(exporter, DRAIN_COUNT) < DRAIN_COUNT) {
                return true;
            }
            if (exporter.isUrgent()) {
                return false;
            }
        }
        collector.reap(); // threads end whether or not their spans can be taken
        return false;
    }

    /**
     * Moves up to {@code count} spans before a deadline, and has batches delivered that are ready meanwhile; returns
     * how many are left: exporter full or time up.
     */
    long drainUpTo(long count, long deadlineNanos) {
        ClockReading.update();
        prepare();
        long left = count;
        while (left > 0 && exporter.hasRoom() && System.nanoTime() - deadlineNanos < 0) {
            int max = (int) Math.min(left, DRAIN_COUNT);
            try {
                left = collector.drainTo(exporter, max) < max ? 0 : left - max;
                if (exporter.isUrgent()) {
                    exporter.deliver();
                }
            } catch (Throwable t) {
                left--; // the exporter has counted it
                errors.report(t);
            }
        }
        return left;
    }

    /**
     * Has the exporter make what it needs before the first span leaves the collector, so that a failure here loses no
     * span.
     */
    private void prepare() {
        if (!prepared && collector.counts().pendingCount > 0) {
            initialise();
            exporter.prepare();
            prepared = true;
        }
    }

    /**
     * Initialises the exporter once: with the first span, or after an interval without one, so that a short program
     * pays nothing.
     */
    void initialise() {
        if (!initialised) {
            initialised = true;
            try {
                exporter.initialise();
            } catch (Throwable t) {
                errors.report(t);
            }
        }
    }
}
