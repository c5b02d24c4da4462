/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export;

import io.fasttelemetry.bootstrap.Operations;
import io.fasttelemetry.bootstrap.SpanCollector;
import io.fasttelemetry.bootstrap.SpanLayout;
import io.fasttelemetry.bootstrap.SpanLimit;
import io.fasttelemetry.bootstrap.SpanVisitor;
import io.fasttelemetry.bootstrap.ThreadState;
import io.fasttelemetry.bootstrap.ThrownRecord;
import io.fasttelemetry.bootstrap.Tracer;
import io.fasttelemetry.proto.AttributeSet;
import io.fasttelemetry.proto.EncodedRequest;
import io.fasttelemetry.proto.GzipWriter;
import io.fasttelemetry.proto.SpanConstants;
import io.fasttelemetry.proto.TraceRequestEncoder;
import java.util.ArrayList;
import java.util.List;

/** Spans as woven code records them, on threads made for it; and batches made by hand. */
public final class TestSpans {
    public static final int CHECKOUT = Operations.register("com.acme.Shop$Cart", "checkout", 1).id;
    public static final int RESERVE = Operations.register("com.acme.Inventory", "reserve", 1).id;

    private TestSpans() {}

    public static SpanCollector collector(long bytes, int wakeCount) {
        return new SpanCollector(bytes, wakeCount, 2);
    }

    /** So many traces of one span each. */
    public static void record(SpanCollector collector, int count) {
        onThread(collector, "recorder", () -> {
            for (int i = 0; i < count; i++) {
                span(CHECKOUT, null, () -> {});
            }
        });
    }

    /** Runs on a thread of its own, whose spans go to this collector. */
    public static void onThread(SpanCollector collector, String name, Runnable body) {
        Tracer.install(collector, 11, 13);
        Thread thread = new Thread(body, name);
        thread.start();
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** One span of the calling thread, as the weaver puts it around a method. */
    public static void span(int operation, Throwable thrown, Runnable body) {
        ThreadState state = ThreadState.enter();
        long parent = state.parentSpanId;
        long span = state.spanId;
        long start = state.startNanos;
        body.run();
        state.spanId = parent;
        ThreadState.exit(state, operation, span, parent, start, thrown);
    }

    /** One span of the calling thread with captured values, by the index of their keys; null is none. */
    public static void spanWithValues(int operation, Throwable thrown, Object... values) {
        ThreadState state = ThreadState.enter();
        long parent = state.parentSpanId;
        long span = state.spanId;
        long start = state.startNanos;
        state.spanId = parent;
        for (int i = 0; i < values.length; i++) {
            ThreadState.capture(state, span, i, values[i]);
        }
        ThreadState.exitWithValues(state, operation, span, parent, start, thrown);
    }

    /** Traces of one span each of an operation with this limit, each of which ends at once. */
    public static void recordLimited(SpanCollector collector, SpanLimit limit, int count) {
        int operation = Operations.register("com.acme.Limited", "run", 1, new String[0], limit).id;
        onThread(collector, "limited", () -> {
            for (int i = 0; i < count; i++) {
                ThreadState state = ThreadState.enterLimited(operation);
                long span = state.spanId;
                long mark = state.publishedMark;
                state.spanId = state.parentSpanId;
                ThreadState.exitLimited(state, operation, span, state.parentSpanId, state.startNanos, mark, null);
            }
        });
    }

    /** What a visitor is given, copied. */
    @SuppressWarnings("ArrayRecordComponent") // nothing compares them
    public record Visited(long[] words, ThrownRecord thrown, String threadName) {}

    public static List<Visited> drain(SpanCollector collector) {
        List<Visited> all = new ArrayList<>();
        SpanVisitor copy = (records, offset, thrown, threadName) -> {
            int length = 8 + 8 * SpanLayout.tailRecords(records[offset + SpanLayout.DESCRIPTOR]);
            long[] words = new long[length];
            System.arraycopy(records, offset, words, 0, length);
            all.add(new Visited(words, copy(thrown), threadName));
        };
        collector.drainTo(copy, Integer.MAX_VALUE);
        return all;
    }

    /** What the record keeps is given back when the visit ends. */
    private static ThrownRecord copy(ThrownRecord thrown) {
        return thrown == null || thrown.throwable() == null
                ? thrown
                : ThrownRecord.of(thrown.throwable(), thrown.message(), thrown.isMessageKnown());
    }

    public static EncodedRequest batch(int spanCount, GzipWriter gzip) {
        TraceRequestEncoder request =
                new TraceRequestEncoder(new AttributeSet().put("service.name", "s"), null, "scope", "1", null);
        SpanConstants constants = new SpanConstants("Cart.checkout", 1, new AttributeSet());
        for (int i = 0; i < spanCount; i++) {
            request.span().begin(1, 2, 3 + i, 0, 0x103, 5, 6);
            request.span().constants(constants);
            request.span().end();
        }
        return request.finish(gzip);
    }
}
