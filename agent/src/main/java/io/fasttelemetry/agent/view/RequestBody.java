/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.view;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Reads request bodies, with and without gzip, up to a limit for what is sent and one for what comes out of it. */
final class RequestBody {
    static final int MAX_SENT = 16 << 20;
    static final int MAX_UNPACKED = 64 << 20;

    /** The body is larger than is accepted. */
    static final class TooLargeException extends IOException {
        private static final long serialVersionUID = 1;

        TooLargeException(String message) {
            super(message);
        }
    }

    private RequestBody() {}

    /** Reads the whole body; MalformedException if it is not gzip though it should be. */
    static byte[] read(InputStream in, boolean gzip) throws IOException {
        InputStream sent = new LimitedStream(in, MAX_SENT, "larger than 16 MiB as it is sent");
        if (!gzip) {
            return readAll(sent);
        }
        try {
            return readAll(
                    new LimitedStream(new GZIPInputStream(sent, 8192), MAX_UNPACKED, "larger than 64 MiB unpacked"));
        } catch (ZipException | EOFException e) {
            throw new MalformedException("the body is not gzip: " + e.getMessage());
        }
    }

    private static byte[] readAll(InputStream in) throws IOException {
        byte[] bytes = new byte[8192];
        int size = 0;
        for (int count = in.read(bytes, 0, bytes.length); count >= 0; ) {
            size += count;
            if (size == bytes.length) {
                bytes = Arrays.copyOf(bytes, size * 2);
            }
            count = in.read(bytes, size, bytes.length - size);
        }
        return Arrays.copyOf(bytes, size);
    }

    /** Fails when more than a number of bytes comes. */
    private static final class LimitedStream extends InputStream {
        private final InputStream in;
        private final String message;
        private long left;

        LimitedStream(InputStream in, long max, String message) {
            this.in = in;
            this.message = message;
            left = max;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            int count = in.read(bytes, from, length);
            left -= Math.max(0, count);
            if (left < 0) {
                throw new TooLargeException(message);
            }
            return count;
        }

        @Override
        public int available() throws IOException {
            return in.available();
        }
    }
}
