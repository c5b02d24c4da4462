/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.proto;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
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
 * What the export thread pays per span, in batches of 512: encoding a typical span (eight operations, one constant
 * attribute, eight to a trace), one with its thread, as the agent's spans are, one that failed, compressing a batch of
 * those with their thread, by the agent's gzip and by zlib, and both: encoding and compressing.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class SpanEncoderBenchmark {
    private static final int SPANS = 512;
    private static final int SPANS_OF_A_THREAD = 64;
    private static final long START = 1_700_000_000_000_000_000L;
    private static final AttributeKey THREAD_ID = AttributeKey.of("thread.id");
    private static final AttributeKey THREAD_NAME = AttributeKey.of("thread.name");

    private final SpanConstants[] operations = new SpanConstants[8];
    private final AttributeBytes thread = new AttributeBytes();
    private TraceRequestEncoder request;
    private GzipWriter gzip;
    private GzipWriter zlib;
    private byte[] batch;
    private String stacktrace;
    private long random = 42;
    private long traceIdHigh;
    private long traceIdLow;
    private long rootId;
    private long epochNanos = START;

    @Setup
    public void setUp() {
        for (int i = 0; i < operations.length; i++) {
            String method = "step" + i;
            operations[i] = new SpanConstants(
                    "Cart." + method, 1, new AttributeSet().put("code.function.name", "com.acme.shop.Cart." + method));
        }
        AttributeSet resource = AttributeSet.unlimited()
                .put("service.name", "shop")
                .put("telemetry.sdk.name", "fast-telemetry")
                .put("telemetry.sdk.language", "java");
        request = new TraceRequestEncoder(
                resource, "https://opentelemetry.io/schemas/1.37.0", "fast-telemetry", "0.1.0", null);
        gzip = new FastGzipWriter(1024);
        zlib = new ZlibGzipWriter(1024, new GzipBuffers());
        spanWithThread();
        batch = request.toByteArray();
        stacktrace = stacktrace();
    }

    @TearDown
    public void tearDown() {
        gzip.close();
        zlib.close();
    }

    @Benchmark
    @OperationsPerInvocation(SPANS)
    public int typicalSpan() {
        request.reset();
        SpanEncoder span = request.span();
        for (int i = 0; i < SPANS; i++) {
            begin(span, i);
            span.end();
        }
        return request.sizeBytes();
    }

    @Benchmark
    @OperationsPerInvocation(SPANS)
    public int spanWithThread() {
        request.reset();
        SpanEncoder span = request.span();
        for (int i = 0; i < SPANS; i++) {
            begin(span, i);
            if (i % SPANS_OF_A_THREAD == 0) {
                int mark = span.attributesMark();
                span.attributes().write(THREAD_ID, i);
                span.attributes().write(THREAD_NAME, "http-worker-17");
                span.keepAttributes(mark, thread);
            } else {
                span.attributes(thread);
            }
            span.end();
        }
        return request.sizeBytes();
    }

    @Benchmark
    @OperationsPerInvocation(SPANS)
    public int failedSpan() {
        request.reset();
        SpanEncoder span = request.span();
        for (int i = 0; i < SPANS; i++) {
            begin(span, i);
            ExceptionEventEncoder.write(
                    span, START + i, "java.lang.IllegalStateException", "cart is closed", stacktrace, 1024, 16384);
            span.status(SpanEncoder.STATUS_ERROR, "cart is closed", KeyValueEncoder.NO_LIMIT);
            span.end();
        }
        return request.sizeBytes();
    }

    @Benchmark
    @OperationsPerInvocation(SPANS)
    public byte[] gzipOfSpansWithThread() {
        return gzip.compress(batch, 0, batch.length);
    }

    @Benchmark
    @OperationsPerInvocation(SPANS)
    public byte[] zlibOfSpansWithThread() {
        return zlib.compress(batch, 0, batch.length);
    }

    @Benchmark
    @OperationsPerInvocation(SPANS)
    public EncodedRequest spanWithThreadAndGzip() {
        spanWithThread();
        return request.finish(gzip);
    }

    @Benchmark
    @OperationsPerInvocation(SPANS)
    public EncodedRequest spanWithThreadAndZlib() {
        spanWithThread();
        return request.finish(zlib);
    }

    /** Eight spans a trace: a root and its children, as a request to a server gives them. */
    private void begin(SpanEncoder span, int i) {
        int operation = i & 7;
        long spanId = next();
        if (operation == 0) {
            traceIdHigh = next();
            traceIdLow = next();
            rootId = spanId;
            epochNanos += spanId >>> 44;
        }
        long start = epochNanos + operation * 1_000L + (spanId & 0xFF);
        long end = start + (spanId >>> 40 & 0xFFFFF);
        span.begin(traceIdHigh, traceIdLow, spanId, operation == 0 ? 0 : rootId, 0x103, start, end);
        span.constants(operations[operation]);
    }

    private long next() {
        random ^= random << 13;
        random ^= random >>> 7;
        random ^= random << 17;
        return random;
    }

    private static String stacktrace() {
        StringBuilder text = new StringBuilder("java.lang.IllegalStateException: cart is closed\n");
        for (int i = 0; i < 40; i++) {
            text.append("\tat com.acme.shop.Cart.step")
                    .append(i)
                    .append("(Cart.java:")
                    .append(i)
                    .append(")\n");
        }
        return text.toString();
    }
}
