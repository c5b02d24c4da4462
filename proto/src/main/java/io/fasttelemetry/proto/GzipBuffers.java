/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.proto;

import java.nio.ByteBuffer;

/**
 * Memory outside the heap for one {@link GzipWriter}, so that it can be had early and kept: when an application has
 * used up all direct memory, each further attempt to get some makes the JVM collect, and wait half a second.
 *
 * <p>If there is no memory outside the heap, it is in the heap. Immutable; its content belongs to the writer.
 */
public final class GzipBuffers {
    final ByteBuffer in;
    final ByteBuffer out;

    public GzipBuffers() {
        ByteBuffer input;
        ByteBuffer output;
        try {
            ByteBuffer both = ByteBuffer.allocateDirect(48 << 10);
            input = both.limit(32 << 10).slice();
            output = both.limit(both.capacity()).position(32 << 10).slice();
        } catch (OutOfMemoryError e) {
            input = ByteBuffer.allocate(32 << 10);
            output = ByteBuffer.allocate(16 << 10);
        }
        in = input;
        out = output;
    }
}
