/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.proto;

/**
 * Encoded attributes of one span, kept for later spans with the same attributes: see {@link
 * SpanEncoder#keepAttributes}. Used by the thread that owns the request. Reusable; allocates only to grow.
 */
public final class AttributeBytes {
    private byte[] bytes = new byte[128];
    private int length;

    void keep(WireBuffer from, int offset) {
        int newLength = from.size() - offset;
        if (newLength > bytes.length) {
            bytes = new byte[2 * newLength];
        }
        System.arraycopy(from.array(), offset, bytes, 0, newLength);
        length = newLength;
    }

    void write(WireBuffer out) {
        out.writeBytes(bytes, 0, length);
    }
}
