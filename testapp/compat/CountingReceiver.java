/* SPDX-License-Identifier: Apache-2.0 */

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;

/**
 * Counts spans: {@code java CountingReceiver.java [fast]} listens on a free port of loopback, prints the port, and on SIGTERM
 * what it got; {@code GET /count} says so at any time. {@code fast}: span ids are not looked at, so duplicates are not known.
 *
 * <p>Takes OTLP/HTTP, and as much of the protocols of Datadog's and Elastic's agents as these need in order to run. It walks
 * the bytes by itself, so that it needs nothing but a JDK, and answers at once.
 */
public final class CountingReceiver {
    private static final int RESOURCE_SPANS = 1;
    private static final int SCOPE_SPANS = 2;
    private static final int SPANS = 2;
    private static final int SPAN_ID = 2;

    private final boolean withIds;
    private final Set<Long> spanIds = new HashSet<>();
    private final AtomicLong requests = new AtomicLong();
    private final AtomicLong received = new AtomicLong();
    private final AtomicLong duplicates = new AtomicLong();
    private final AtomicLong bad = new AtomicLong();

    private CountingReceiver(boolean withIds) {
        this.withIds = withIds;
    }

    public static void main(String[] args) throws IOException {
        System.setProperty("sun.net.httpserver.nodelay", "true");
        CountingReceiver receiver = new CountingReceiver(args.length == 0);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/traces", exchange -> receiver.take(exchange, receiver::countOtlp, 200, ""));
        server.createContext(
                "/v0.4/traces", exchange -> receiver.take(exchange, receiver::countDatadog, 200, "{\"rate_by_service\":{}}"));
        server.createContext("/info", exchange -> answer(exchange, 200, "{\"version\":\"7.70.0\",\"endpoints\":[\"/v0.4/traces\"]}"));
        server.createContext("/intake/v2/events", exchange -> receiver.take(exchange, receiver::countElastic, 202, ""));
        server.createContext("/count", exchange -> answer(exchange, 200, receiver + "\n"));
        server.createContext(
                "/",
                exchange -> answer(
                        exchange, exchange.getRequestURI().getPath().equals("/") ? 200 : 404, "{\"version\":\"8.17.0\"}"));
        server.setExecutor(Executors.newCachedThreadPool());
        server.start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println(receiver)));
        System.out.println("port=" + server.getAddress().getPort());
    }

    @Override
    public String toString() {
        return "requests=" + requests + " received=" + received + " duplicates=" + duplicates + " bad=" + bad;
    }

    private interface Counter {
        void count(InputStream body) throws IOException;
    }

    private void take(HttpExchange exchange, Counter counter, int status, String text) throws IOException {
        requests.incrementAndGet();
        try {
            InputStream body = exchange.getRequestBody();
            String encoding = exchange.getRequestHeaders().getFirst("Content-Encoding");
            if ("gzip".equals(encoding)) {
                body = new GZIPInputStream(body, 1 << 16);
            } else if ("deflate".equals(encoding)) {
                body = new InflaterInputStream(body);
            }
            counter.count(body);
            answer(exchange, status, text);
        } catch (IOException | RuntimeException e) {
            bad.incrementAndGet();
            answer(exchange, 400, "");
        }
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }

    private void countOtlp(InputStream body) throws IOException {
        byte[] bytes = body.readAllBytes();
        new Protobuf(bytes).walk(bytes.length, 0);
    }

    /** An array of traces, which are arrays of spans. */
    private void countDatadog(InputStream body) throws IOException {
        MessagePack in = new MessagePack(body.readAllBytes());
        for (int traces = in.arrayLength(); traces > 0; traces--) {
            int spans = in.arrayLength();
            in.skip(spans);
            received.addAndGet(spans);
        }
    }

    /** A line of JSON each, {"transaction":… {"span":… {"metadata":… {"metricset":…; the agent keeps a request open for seconds. */
    private void countElastic(InputStream body) throws IOException {
        byte[] buffer = new byte[1 << 14];
        int column = 0;
        for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
            for (int i = 0; i < n; i++) {
                byte b = buffer[i];
                if (b == '\n') {
                    column = 0;
                } else if (column++ == 2 && (b == 't' || b == 's')) {
                    received.incrementAndGet();
                }
            }
        }
    }

    private synchronized void identify(long spanId) {
        if (!spanIds.add(spanId)) {
            duplicates.incrementAndGet();
        }
    }

    /** Levels: 0 the request, 1 ResourceSpans, 2 ScopeSpans, 3 Span. */
    private final class Protobuf {
        private final byte[] bytes;
        private int at;

        Protobuf(byte[] bytes) {
            this.bytes = bytes;
        }

        void walk(int to, int level) {
            while (at < to) {
                int tag = (int) varint();
                switch (tag & 7) {
                    case 0:
                        varint();
                        break;
                    case 1:
                        at += 8;
                        break;
                    case 2:
                        int end = Math.addExact(Math.toIntExact(varint()), at);
                        if (end > to) {
                            throw new IllegalStateException("cut off");
                        }
                        enter(end, level, tag >>> 3);
                        at = end;
                        break;
                    case 5:
                        at += 4;
                        break;
                    default:
                        throw new IllegalStateException("wire type");
                }
            }
            if (at != to) {
                throw new IllegalStateException("cut off");
            }
        }

        private void enter(int to, int level, int field) {
            if (level == 0 && field == RESOURCE_SPANS || level == 1 && field == SCOPE_SPANS) {
                walk(to, level + 1);
            } else if (level == 2 && field == SPANS) {
                received.incrementAndGet();
                if (withIds) {
                    walk(to, level + 1);
                }
            } else if (level == 3 && field == SPAN_ID) {
                long id = 0;
                for (int i = at; i < to; i++) {
                    id = id << 8 | bytes[i] & 0xff;
                }
                identify(id);
            }
        }

        private long varint() {
            long value = 0;
            for (int shift = 0; shift < 64; shift += 7) {
                byte b = bytes[at++];
                value |= (b & 0x7fL) << shift;
                if (b >= 0) {
                    return value;
                }
            }
            throw new IllegalStateException("varint");
        }
    }

    /** As much of it as it takes to step over values. */
    private static final class MessagePack {
        private final byte[] bytes;
        private int at;

        MessagePack(byte[] bytes) {
            this.bytes = bytes;
        }

        int arrayLength() {
            int type = bytes[at++] & 0xff;
            if ((type & 0xf0) == 0x90) {
                return type & 0x0f;
            }
            if (type != 0xdc && type != 0xdd) {
                throw new IllegalStateException("not an array");
            }
            return number(type == 0xdc ? 2 : 4);
        }

        void skip(int values) {
            for (int i = 0; i < values; i++) {
                skip();
            }
        }

        private void skip() {
            int type = bytes[at++] & 0xff;
            if (type >= 0x80 && type <= 0x8f) {
                skip(2 * (type & 0x0f));
            } else if (type >= 0x90 && type <= 0x9f) {
                skip(type & 0x0f);
            } else if (type >= 0xa0 && type <= 0xbf) {
                at += type & 0x1f;
            } else if (type >= 0xc4 && type <= 0xc6) { // bin 8, 16, 32
                pass(number(1 << type - 0xc4));
            } else if (type >= 0xc7 && type <= 0xc9) { // ext 8, 16, 32
                pass(number(1 << type - 0xc7) + 1);
            } else if (type == 0xca || type == 0xcb) { // float
                at += type == 0xca ? 4 : 8;
            } else if (type >= 0xcc && type <= 0xd3) { // integers
                at += 1 << (type - 0xcc & 3);
            } else if (type >= 0xd4 && type <= 0xd8) { // fixext
                at += (1 << type - 0xd4) + 1;
            } else if (type >= 0xd9 && type <= 0xdb) { // str
                pass(number(1 << type - 0xd9));
            } else if (type == 0xdc || type == 0xdd) {
                skip(number(type == 0xdc ? 2 : 4));
            } else if (type == 0xde || type == 0xdf) {
                skip(2 * number(type == 0xde ? 2 : 4));
            }
        }

        private void pass(int length) {
            at += length;
        }

        private int number(int length) {
            int value = 0;
            for (int i = 0; i < length; i++) {
                value = value << 8 | bytes[at++] & 0xff;
            }
            return value;
        }
    }
}
