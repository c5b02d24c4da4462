/* SPDX-License-Identifier: Apache-2.0 */

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteOrder;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPInputStream;

/** Takes OTLP/HTTP on loopback, misbehaves as it is told, and counts the spans of the requests that it answered with 200. */
final class FaultyReceiver implements AutoCloseable {
    /** What it does with a request, or with connections. */
    enum Mode {
        OK,
        UNAVAILABLE,
        RETRY_AFTER_20,
        MOVED,
        /** Every other request ends without an answer, though it was read. */
        CUT_HALF,
        /** A connection, but never an answer. */
        HANG,
        /** Nobody listens. */
        DOWN,
        BAD_REQUEST,
        SLOW
    }

    private static final int SPANS_LEVEL = 2;

    private final Set<Long> spanIds = new HashSet<>();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "receiver");
        thread.setDaemon(true);
        return thread;
    });
    private HttpServer server;
    private int port;
    private volatile Mode mode = Mode.OK;
    private long requests;
    private long received;
    private long startEpochNanos;
    private long latestStartEpochNanos;
    private long endsBeforeStart;

    FaultyReceiver() {
        listen();
    }

    private void listen() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 50);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::take);
        server.setExecutor(threads);
        server.start();
        port = server.getAddress().getPort();
    }

    synchronized void mode(Mode next) {
        if (mode == Mode.DOWN && next != Mode.DOWN) {
            listen();
        } else if (mode != Mode.DOWN && next == Mode.DOWN) {
            server.stop(0);
        }
        mode = next;
    }

    int port() {
        return port;
    }

    synchronized long requests() {
        return requests;
    }

    synchronized long distinct() {
        return spanIds.size();
    }

    /** Of the spans that came since the last call the one that began last; 0 if none came. */
    synchronized long takeLatestStartEpochNanos() {
        long latest = latestStartEpochNanos;
        latestStartEpochNanos = 0;
        return latest;
    }

    synchronized long endsBeforeStart() {
        return endsBeforeStart;
    }

    synchronized long duplicates() {
        return received - spanIds.size();
    }

    private void take(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        Mode now = mode;
        int status;
        synchronized (this) {
            requests++;
            status = status(now, exchange);
            if (status == 200) {
                count(exchange, body);
            }
        }
        if (now == Mode.SLOW) {
            pause(2_000);
        }
        if (status == 0) {
            while (mode == Mode.HANG) {
                pause(50);
            }
        } else if (status > 0) {
            exchange.sendResponseHeaders(status, -1);
        }
        exchange.close();
    }

    /** 0 to hang, negative to end the connection without an answer. */
    private int status(Mode now, HttpExchange exchange) {
        switch (now) {
            case UNAVAILABLE:
                return 503;
            case RETRY_AFTER_20:
                exchange.getResponseHeaders().set("Retry-After", "20");
                return 503;
            case MOVED:
                exchange.getResponseHeaders().set("Location", "http://127.0.0.1:" + port + "/elsewhere");
                return exchange.getRequestURI().getPath().equals("/elsewhere") ? 404 : 301;
            case CUT_HALF:
                return requests % 2 == 1 ? -1 : 200;
            case HANG:
                return 0;
            case DOWN:
                return -1;
            case BAD_REQUEST:
                return 400;
            default:
                return 200;
        }
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void count(HttpExchange exchange, byte[] body) throws IOException {
        byte[] bytes = body;
        if ("gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"))) {
            bytes = new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes();
        }
        walk(bytes, 0, bytes.length, 0);
    }

    /** ExportTraceServiceRequest.resource_spans(1).scope_spans(2).spans(2).span_id(2), without a protobuf library. */
    private void walk(byte[] bytes, int from, int to, int level) {
        for (int at = from; at < to; ) {
            long[] tag = varint(bytes, at);
            at = (int) tag[1];
            int field = (int) (tag[0] >>> 3);
            switch ((int) tag[0] & 7) {
                case 0:
                    at = (int) varint(bytes, at)[1];
                    break;
                case 1:
                    if (level == SPANS_LEVEL + 1) {
                        time(field, java.nio.ByteBuffer.wrap(bytes, at, 8).order(ByteOrder.LITTLE_ENDIAN).getLong());
                    }
                    at += 8;
                    break;
                case 2:
                    long[] length = varint(bytes, at);
                    at = (int) length[1];
                    int end = at + (int) length[0];
                    if (level <= SPANS_LEVEL && field == (level == 0 ? 1 : 2)) {
                        received += level == SPANS_LEVEL ? 1 : 0;
                        walk(bytes, at, end, level + 1);
                    } else if (level == SPANS_LEVEL + 1 && field == 2) {
                        spanIds.add(java.nio.ByteBuffer.wrap(bytes, at, 8).getLong());
                    }
                    at = end;
                    break;
                default:
                    at += 4;
            }
        }
    }

    /** Span.start_time_unix_nano(7), end_time_unix_nano(8). */
    private void time(int field, long epochNanos) {
        if (field == 7) {
            startEpochNanos = epochNanos;
            latestStartEpochNanos = Math.max(latestStartEpochNanos, epochNanos);
        } else if (field == 8 && epochNanos < startEpochNanos) {
            endsBeforeStart++;
        }
    }

    private static long[] varint(byte[] bytes, int from) {
        long value = 0;
        for (int i = from, shift = 0; ; i++, shift += 7) {
            value |= (bytes[i] & 0x7fL) << shift;
            if (bytes[i] >= 0) {
                return new long[] {value, i + 1};
            }
        }
    }

    @Override
    public synchronized void close() {
        mode = Mode.DOWN;
        server.stop(0);
        threads.shutdownNow();
    }
}
