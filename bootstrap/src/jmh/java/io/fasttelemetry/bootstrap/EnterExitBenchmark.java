/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.bootstrap;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a span costs the thread that records it, while another thread drains. Time is per span.
 *
 * <p>The yardstick is {@link #clock}: the same method with two bare clock reads instead of a span. Bodies do the same
 * few nanoseconds of arithmetic everywhere; {@link #bare} has nothing else.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class EnterExitBenchmark {
    private static final IllegalStateException FAILURE = new IllegalStateException("kept");
    private static final String[] KEYS = {"sku", "quantity", "total"};
    private static final String[] NO_KEYS = {};
    private static final SpanLimit MIN = new SpanLimit(1_000_000_000L, 1, 0);
    private static final int CAPTURING = Operations.register("com.acme.Cart", "add", 1, KEYS, null).id;
    private static final int SHORT = Operations.register("com.acme.Cart", "size", 1, NO_KEYS, MIN).id;

    private long value = 1;
    private String sku = "SKU-2219-blue";
    private int quantity = 3;

    /** Recording into a default-sized budget, drained whenever 512 spans are pending. */
    @State(Scope.Benchmark)
    public static class Recording {
        SpanCollector collector;
        private Thread consumer;
        private volatile boolean done;
        private long checksum;

        @Setup(Level.Trial)
        public void start() {
            collector = new SpanCollector(32L << 20, 512, 2);
            Sampling.keepRatio(ratio());
            Tracer.install(collector, System.nanoTime(), 42);
            consumer = new Thread(this::drain, "drain");
            consumer.setDaemon(true);
            consumer.start();
        }

        double ratio() {
            return 1;
        }

        private void drain() {
            Tracer.suppressThisThread();
            SpanVisitor visitor = (records, offset, thrown, name) -> {
                for (int i = 0; i < SpanLayout.RECORD_LONGS; i++) {
                    checksum += records[offset + i];
                }
            };
            while (!done) {
                collector.await(100_000_000);
                collector.resetMarks();
                while (collector.drainTo(visitor, 4096) == 4096) {
                    checksum++;
                }
            }
        }

        @TearDown(Level.Trial)
        public void stop() throws InterruptedException {
            done = true;
            collector.wake();
            consumer.join();
            SpanCollectorCounts stats = collector.counts();
            System.out.println("  started " + stats.startedCount + ", dropped " + stats.queueFullCount);
        }
    }

    /** Recording that keeps no trace. */
    @State(Scope.Benchmark)
    public static class Unsampled extends Recording {
        @Override
        double ratio() {
            return 0;
        }
    }

    /** A thread's state as a virtual thread has it. */
    @State(Scope.Thread)
    public static class Virtual {
        ThreadState state;

        @Setup(Level.Trial)
        public void start(Recording recording) {
            Thread thread = Thread.currentThread();
            state = new ThreadState(recording.collector.sharedBuffer((int) thread.getId()), thread, false);
        }
    }

    @Benchmark
    public long bare() {
        return work();
    }

    @Benchmark
    public long clock() {
        return clocked();
    }

    @Benchmark
    @OperationsPerInvocation(5)
    public long clockNested() {
        long start = System.nanoTime();
        long sum = clocked() + clocked() + clocked() + clocked() + work();
        value += System.nanoTime() - start;
        return sum;
    }

    @Benchmark
    public long span(Recording recording) {
        return traced();
    }

    @Benchmark
    @OperationsPerInvocation(5)
    public long spanNested(Recording recording) {
        return tracedNested();
    }

    /** Two arguments and the result, for {@link #span} to compare with. */
    @Benchmark
    public double spanWithValues(Recording recording) {
        return tracedWithValues(sku, quantity);
    }

    /** Two arguments and the result on a thread that shares a buffer, for {@link #spanShared} to compare with. */
    @Benchmark
    public long spanSharedWithValues(Virtual virtual) {
        ThreadState state = virtual.state.begin();
        long parent = state.parentSpanId;
        long span = state.spanId;
        long start = state.startNanos;
        long result = work();
        state.spanId = parent;
        if (state.sampled && span != parent) {
            ThreadState.capture(state, span, 0, sku);
            ThreadState.capture(state, span, 1, (long) quantity);
            ThreadState.capture(state, span, 2, (double) result);
        }
        ThreadState.exitWithValues(state, CAPTURING, span, parent, start, null);
        return result;
    }

    /** A span shorter than its operation's min duration, for {@link #clock} to compare with. */
    @Benchmark
    public long spanTooShort(Recording recording) {
        return tracedWithMin();
    }

    @Benchmark
    public long spanUnsampled(Unsampled recording) {
        return traced();
    }

    @Benchmark
    public long clockException() {
        long start = System.nanoTime();
        try {
            return failing();
        } catch (IllegalStateException e) {
            value += System.nanoTime() - start;
            return value;
        }
    }

    @Benchmark
    public long spanException(Recording recording) {
        try {
            return tracedFailing();
        } catch (IllegalStateException e) {
            return value;
        }
    }

    @Benchmark
    public long spanShared(Virtual virtual) {
        ThreadState state = virtual.state.begin();
        long parent = state.parentSpanId;
        long span = state.spanId;
        long start = state.startNanos;
        long result = work();
        state.spanId = parent;
        ThreadState.exit(state, 1, span, parent, start, null);
        return result;
    }

    /** Some nanoseconds of arithmetic. */
    private long work() {
        long x = value;
        for (int i = 0; i < 4; i++) {
            x = x * 6364136223846793005L + 1442695040888963407L;
            x ^= x >>> 29;
        }
        value = x;
        return x;
    }

    private long failing() {
        work();
        throw FAILURE;
    }

    private long clocked() {
        long start = System.nanoTime();
        long result = work();
        value += System.nanoTime() - start;
        return result;
    }

    // As woven, by hand.

    private long traced() {
        ThreadState state = ThreadState.enter();
        long parent = state.parentSpanId;
        long span = state.spanId;
        long start = state.startNanos;
        Throwable thrown = null;
        try {
            return work();
        } catch (Throwable t) {
            thrown = t;
            throw t;
        } finally {
            state.spanId = parent;
            try {
                ThreadState.exit(state, 1, span, parent, start, thrown);
            } catch (Throwable t) {
                ThreadState.errorCount += state.weight;
            }
        }
    }

    private double tracedWithValues(String argument, int other) {
        ThreadState state = ThreadState.enter();
        long parent = state.parentSpanId;
        long span = state.spanId;
        long start = state.startNanos;
        double result = 0;
        Throwable thrown = null;
        try {
            result = work();
            return result;
        } catch (Throwable t) {
            thrown = t;
            throw t;
        } finally {
            state.spanId = parent;
            try {
                if (state.sampled && span != parent) {
                    ThreadState.capture(state, span, 0, argument);
                    ThreadState.capture(state, span, 1, (long) other);
                    ThreadState.capture(state, span, 2, result);
                }
                ThreadState.exitWithValues(state, CAPTURING, span, parent, start, thrown);
            } catch (Throwable t) {
                ThreadState.errorCount += state.weight;
            }
        }
    }

    private long tracedWithMin() {
        ThreadState state = ThreadState.enterLimited(SHORT);
        long parent = state.parentSpanId;
        long span = state.spanId;
        long start = state.startNanos;
        long mark = state.publishedMark;
        Throwable thrown = null;
        try {
            return work();
        } catch (Throwable t) {
            thrown = t;
            throw t;
        } finally {
            state.spanId = parent;
            try {
                ThreadState.exitLimited(state, SHORT, span, parent, start, mark, thrown);
            } catch (Throwable t) {
                ThreadState.errorCount += state.weight;
            }
        }
    }

    private long tracedNested() {
        ThreadState state = ThreadState.enter();
        long parent = state.parentSpanId;
        long span = state.spanId;
        long start = state.startNanos;
        Throwable thrown = null;
        try {
            return traced() + traced() + traced() + traced() + work();
        } catch (Throwable t) {
            thrown = t;
            throw t;
        } finally {
            state.spanId = parent;
            try {
                ThreadState.exit(state, 1, span, parent, start, thrown);
            } catch (Throwable t) {
                ThreadState.errorCount += state.weight;
            }
        }
    }

    private long tracedFailing() {
        ThreadState state = ThreadState.enter();
        long parent = state.parentSpanId;
        long span = state.spanId;
        long start = state.startNanos;
        Throwable thrown = null;
        try {
            return failing();
        } catch (Throwable t) {
            thrown = t;
            throw t;
        } finally {
            state.spanId = parent;
            try {
                ThreadState.exit(state, 1, span, parent, start, thrown);
            } catch (Throwable t) {
                ThreadState.errorCount += state.weight;
            }
        }
    }
}
