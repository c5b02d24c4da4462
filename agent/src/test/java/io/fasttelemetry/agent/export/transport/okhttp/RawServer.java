/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export.transport.okhttp;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A receiver without an HTTP library, which may do on a connection what no library would. One connection at a time; the
 * n-th meets the n-th reaction, and later ones the last.
 */
final class RawServer implements AutoCloseable {
    /** What happens on one connection; it is closed afterwards. */
    @FunctionalInterface
    interface Reaction {
        void meet(Connection connection) throws IOException;
    }

    /** Bodies of the requests that were read whole, in order. */
    final List<byte[]> bodies = new CopyOnWriteArrayList<>();

    final AtomicInteger connections = new AtomicInteger();

    private final ServerSocket listening;
    private volatile boolean closed;

    RawServer(Reaction... reactions) throws IOException {
        listening = new ServerSocket();
        listening.setReceiveBufferSize(4096);
        listening.bind(new java.net.InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), 10);
        Thread thread = new Thread(() -> serve(reactions), "raw-server");
        thread.setDaemon(true);
        thread.start();
    }

    /** Reads each request and answers it with this text; then the connection ends. */
    static RawServer answering(String text) throws IOException {
        return new RawServer(connection -> {
            connection.readRequest();
            connection.write(text);
        });
    }

    String url() {
        return "http://127.0.0.1:" + listening.getLocalPort();
    }

    private void serve(Reaction[] reactions) {
        for (int i = 0; !closed; i++) {
            try (Socket socket = listening.accept()) {
                connections.incrementAndGet();
                Connection connection = new Connection(socket);
                reactions[Math.min(i, reactions.length - 1)].meet(connection);
                connection.end();
            } catch (IOException e) {
                // the client went away, or close() was called
            }
        }
    }

    @Override
    public void close() throws IOException {
        closed = true;
        listening.close();
    }

    final class Connection {
        final Socket socket;
        private final InputStream in;
        private final OutputStream out;

        Connection(Socket socket) throws IOException {
            this.socket = socket;
            in = new BufferedInputStream(socket.getInputStream(), 512);
            out = socket.getOutputStream();
        }

        /** Reads one request with a Content-Length and keeps its body. */
        void readRequest() throws IOException {
            int length = 0;
            for (String line = line(); !line.isEmpty(); line = line()) {
                if (line.toLowerCase(java.util.Locale.ROOT).startsWith("content-length:")) {
                    length = Integer.parseInt(
                            line.substring(line.indexOf(':') + 1).strip());
                }
            }
            byte[] body = in.readNBytes(length);
            if (body.length == length) {
                bodies.add(body);
            }
        }

        private String line() throws IOException {
            StringBuilder line = new StringBuilder();
            for (int c = in.read(); c != '\n'; c = in.read()) {
                if (c < 0) {
                    throw new IOException("no request");
                }
                line.append((char) c);
            }
            return line.toString().strip();
        }

        /** Reads that many bytes, if there are so many. */
        void read(int count) throws IOException {
            in.readNBytes(count);
        }

        /** Reads a byte every so often until the client has enough of it. */
        void readSlowly(long millisBetween) throws IOException {
            while (in.read() >= 0) {
                pause(millisBetween);
            }
        }

        void write(String text) throws IOException {
            write(text.getBytes(StandardCharsets.ISO_8859_1));
        }

        void write(byte[] bytes) throws IOException {
            out.write(bytes);
        }

        /** The same over and over, until the client has enough of it. */
        void writeEndlessly(String text) throws IOException {
            byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
            while (!closed) {
                out.write(bytes);
            }
        }

        /** A byte every so often. */
        void writeSlowly(String text, long millisBetween) throws IOException {
            for (byte b : text.getBytes(StandardCharsets.ISO_8859_1)) {
                out.write(b);
                pause(millisBetween);
            }
        }

        /** Says nothing until the client goes away. */
        void hang() throws IOException {
            in.transferTo(OutputStream.nullOutputStream());
        }

        /** RST instead of FIN. */
        void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }

        /** FIN, and waits for the client's; without that, unread bytes would turn the end into a reset. */
        private void end() throws IOException {
            if (!socket.isClosed()) {
                socket.shutdownOutput();
                hang();
            }
        }

        private void pause(long millis) {
            long end = System.nanoTime() + millis * 1_000_000;
            while (!closed && System.nanoTime() - end < 0) {
                LockSupport.parkNanos(end - System.nanoTime());
            }
        }
    }
}
