/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.proto;

import java.nio.ByteBuffer;

/**
 * Direct buffers for one {@link ZlibGzipWriter}, which are allocated early and kept: when an application has used up
 * all direct memory, each further allocation makes the JVM collect garbage and wait half a second.
 *
 * <p>If there is no direct memory, the buffers are in the heap. Immutable; the content of the buffers belongs to the
 * writer.
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
