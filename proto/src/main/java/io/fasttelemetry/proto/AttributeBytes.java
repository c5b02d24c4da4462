/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.proto;

/**
 * Attributes that one span has been given, as bytes for the spans after it that have the same: see {@link
 * SpanEncoder#keepAttributes}. The thread that owns the request. Used again and again; allocates only to grow.
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
