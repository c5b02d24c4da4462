/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export;

import io.fasttelemetry.agent.export.counts.ExportCounters;
import io.fasttelemetry.bootstrap.ThrownRecord;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Batches of a fixed size go out at once, the rest after a flush; every step can be made to fail or to last. */
final class FakeSpanExporter implements SpanExporter {
    final AtomicInteger visited = new AtomicInteger();
    final AtomicInteger delivered = new AtomicInteger();
    final AtomicInteger flushes = new AtomicInteger();
    final AtomicInteger calls = new AtomicInteger();
    volatile long firstFlushNanos;
    volatile Throwable failure;
    /** By the name of the step that it is thrown in, once. */
    final ConcurrentHashMap<String, Throwable> failOnce = new ConcurrentHashMap<>();

    volatile long deliveryNanos;
    volatile boolean backingOff;
    volatile boolean full;
    volatile boolean finished;

    private final int batch;
    private final ExportCounters counters;
    private int open;
    private int ready;

    FakeSpanExporter(int batch, ExportCounters counters) {
        this.batch = batch;
        this.counters = counters;
    }

    @Override
    public void visit(long[] records, int offset, ThrownRecord thrown, String threadName) {
        visited.incrementAndGet();
        step("visit");
        open++;
        if (open == batch) {
            ready += open;
            open = 0;
        }
    }

    @Override
    public boolean hasRoom() {
        step("hasRoom");
        return !full;
    }

    @Override
    public void flush() {
        step("flush");
        if (flushes.getAndIncrement() == 0) {
            firstFlushNanos = System.nanoTime();
        }
        ready += open;
        open = 0;
    }

    @Override
    public void deliverNow() {
        deliver(); // with backingOff it fails again
    }

    @Override
    public void deliver() {
        calls.incrementAndGet();
        step("deliver");
        if (failure != null) {
            throw FakeSpanExporter.<RuntimeException>sneaky(failure);
        }
        if (ready > 0 && !backingOff) {
            long end = System.nanoTime() + deliveryNanos;
            while (end - System.nanoTime() > 0) {
                LockSupport.parkNanos(end - System.nanoTime());
            }
            delivered.addAndGet(ready);
            counters.exported(ready);
            ready = 0;
        }
    }

    @Override
    public long nanosUntilDue() {
        step("nanosUntilDue");
        if (ready == 0) {
            return Long.MAX_VALUE;
        }
        return backingOff ? 3_600_000_000_000L : 0;
    }

    @Override
    public void finish(long deadlineNanos) {
        delivered.addAndGet(ready + open);
        ready = 0;
        open = 0;
        finished = true;
    }

    @Override
    public void cancel() {}

    @Override
    public long queuedCount() {
        return (long) ready + open;
    }

    private void step(String name) {
        Throwable once = failOnce.remove(name);
        if (once != null) {
            throw FakeSpanExporter.<RuntimeException>sneaky(once);
        }
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T extends Throwable> T sneaky(Throwable failure) throws T {
        throw (T) failure;
    }
}
