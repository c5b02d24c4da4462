/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.proto;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.CharBuffer;
import org.junit.jupiter.api.Test;

class AllocationTest {
    private static final int SPANS = 100_000;
    private static final AttributeKey KEY = AttributeKey.of("thread.name");
    private static final SpanConstants CONSTANTS = new SpanConstants(
            "Cart.checkout", 1, new AttributeSet().put("code.function.name", "com.acme.Cart.checkout"));

    private final TraceRequestEncoder request = Requests.encoder();
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Test
    void typicalSpan_allocatesNothing() {
        assertThat(allocatedBytes(false)).isZero();
    }

    @Test
    void fullSpan_allocatesNothing() {
        assertThat(allocatedBytes(true)).isZero();
    }

    @Test
    void compress_allocatesOnlyTheResult() {
        byte[] bytes = RequestKind.MIXED.bytes();
        long thread = Thread.currentThread().getId();
        long least = Long.MAX_VALUE;
        long resultBytes = 0;
        try (GzipWriter gzip = new FastGzipWriter(0)) {
            for (int round = 0; round < 20; round++) {
                long before = threads.getThreadAllocatedBytes(thread);
                resultBytes = gzip.compress(bytes, 0, bytes.length).length;
                least = Math.min(least, threads.getThreadAllocatedBytes(thread) - before);
            }
        }
        assertThat(least).isBetween(resultBytes, resultBytes + 32);
    }

    /** The least of several rounds: the first ones run in the interpreter and grow the buffer. */
    private long allocatedBytes(boolean full) {
        long[] longs = {1, 2, 3};
        CharSequence stacktrace = CharBuffer.wrap("at com.acme.Cart.checkout(Cart.java:12)\n".repeat(20));
        long thread = Thread.currentThread().getId();
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 5 && least != 0; round++) {
            long before = threads.getThreadAllocatedBytes(thread);
            for (int i = 0; i < SPANS; i++) {
                if (i % 512 == 0) {
                    request.reset();
                }
                SpanEncoder span = request.span();
                span.begin(i, 2, 3, i, 0x103, 1_700_000_000_000_000_000L, 1_700_000_000_000_000_000L + i);
                span.constants(CONSTANTS);
                if (full) {
                    span.attributes().write(KEY, "main € worker");
                    span.attributes().write(KEY, i);
                    span.attributes().write(KEY, longs);
                    ExceptionEventEncoder.write(span, i, "X", "message", stacktrace, 100, 1_000);
                    span.link().begin(1, 2, 3, null, 0);
                    span.link().end();
                    span.status(SpanEncoder.STATUS_ERROR, "message", 100);
                }
                span.end();
            }
            least = Math.min(least, threads.getThreadAllocatedBytes(thread) - before);
        }
        return least;
    }
}
