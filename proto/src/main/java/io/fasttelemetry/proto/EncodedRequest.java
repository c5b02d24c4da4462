/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.proto;

/**
 * One encoded request, ready to be sent; a retry sends the same bytes.
 *
 * <p>Immutable by convention: nothing may write to {@link #body}, which is exactly as long as the content. Any thread.
 */
public final class EncodedRequest {
    private final byte[] body;
    private final boolean gzip;
    private final int spanCount;
    private final int rawBytes;

    EncodedRequest(byte[] body, boolean gzip, int spanCount, int rawBytes) {
        this.body = body;
        this.gzip = gzip;
        this.spanCount = spanCount;
        this.rawBytes = rawBytes;
    }

    public byte[] body() {
        return body;
    }

    /** Whether the body is compressed and needs {@code Content-Encoding: gzip}. */
    public boolean gzip() {
        return gzip;
    }

    public int spanCount() {
        return spanCount;
    }

    /** Bytes before compression. */
    public int rawBytes() {
        return rawBytes;
    }
}
