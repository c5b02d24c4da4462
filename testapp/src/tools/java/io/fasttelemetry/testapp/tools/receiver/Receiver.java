/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.testapp.tools.receiver;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;

/**
 * An HTTP receiver on loopback that counts spans, and misbehaves if asked to. It takes OTLP, and as much of the
 * protocols of Datadog's and Elastic's agents as these need in order to run; faults are for OTLP. Counted is what is
 * answered with success.
 *
 * <p>{@code GET /count} tells its {@link ReceiverCounts}, {@code GET /settled} too, once no more spans come, and
 * {@code GET /requests/0} gives the oldest of the requests it was asked to keep, uncompressed. Safe for threads.
 */
public final class Receiver implements AutoCloseable {
    private static final int SETTLED_MILLIS = 200;
    private static final int SLOW_MILLIS = 2_000;

    static {
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final SpanCounts counts = new SpanCounts();
    private final Deque<byte[]> kept = new ArrayDeque<>();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "receiver");
        thread.setDaemon(true);
        return thread;
    });
    private final ReceiverOptions options;
    private final Random random = new Random(1);
    private HttpServer server;
    private int port;
    private volatile Fault fault;
    private long requests;
    private long bad;

    public Receiver(ReceiverOptions options) {
        this.options = options;
        port = options.port();
        fault = options.fault();
        listen(); // even if it is to be down: so that the port is known
        if (fault == Fault.DOWN) {
            server.stop(0);
        }
    }

    private void listen() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/v1/traces", this::takeOtlp);
        server.createContext("/v0.4/traces", this::takeDatadog);
        server.createContext(
                "/info",
                exchange -> answer(exchange, 200, "{\"version\":\"7.70.0\",\"endpoints\":[\"/v0.4/traces\"]}"));
        server.createContext("/intake/v2/events", this::takeElastic);
        server.createContext("/count", exchange -> answer(exchange, 200, counts() + "\n"));
        server.createContext("/settled", exchange -> answer(exchange, 200, awaitSettled() + "\n"));
        server.createContext("/requests/", this::readBack);
        server.createContext("/", exchange -> {
            boolean root = exchange.getRequestURI().getPath().equals("/");
            answer(exchange, root ? 200 : 404, "{\"version\":\"8.17.0\"}");
        });
        server.setExecutor(threads);
        server.start();
        port = server.getAddress().getPort();
    }

    /** Behaves in another way from now on; a request that hangs ends without an answer then. */
    public synchronized void fault(Fault next) {
        if (fault == Fault.DOWN && next != Fault.DOWN) {
            listen();
        } else if (fault != Fault.DOWN && next == Fault.DOWN) {
            server.stop(0);
        }
        fault = next;
    }

    public int port() {
        return port;
    }

    public synchronized ReceiverCounts counts() {
        return new ReceiverCounts(requests, counts.received(), counts.duplicates(), bad);
    }

    /** The spans with different ids. */
    public long distinct() {
        ReceiverCounts now = counts();
        return now.received() - now.duplicates();
    }

    /** Of the spans that came since the last call the start of the one that began last; 0 if none came. */
    public long takeLatestStartEpochNanos() {
        return counts.takeLatestStartEpochNanos();
    }

    public long endsBeforeStart() {
        return counts.endsBeforeStart();
    }

    /** Waits until no span has come for a while. */
    ReceiverCounts awaitSettled() {
        ReceiverCounts last;
        ReceiverCounts now = counts();
        do {
            last = now;
            pause(SETTLED_MILLIS);
            now = counts();
        } while (now.received() != last.received());
        return now;
    }

    private void takeOtlp(HttpExchange exchange) throws IOException {
        byte[] body;
        SpanBatch batch;
        try {
            body = decoded(exchange).readAllBytes();
            batch = SpanBatch.read(body, !options.fast());
        } catch (IOException | RuntimeException e) {
            takeBad(exchange);
            return;
        }
        Fault now;
        int status;
        synchronized (this) {
            now = fault;
            status = now.status(++requests);
            if (options.unavailableEvery() > 0 && random.nextInt(options.unavailableEvery()) == 0) {
                status = Fault.UNAVAILABLE.status(requests);
            }
            if (status == 200) {
                counts.add(batch);
            }
            if (options.keep() > 0) {
                keep(body);
            }
        }
        pause(options.delayMillis());
        misbehave(exchange, now);
        if (status == Fault.NONE) {
            exchange.close();
        } else {
            answer(exchange, status, "");
        }
    }

    private void misbehave(HttpExchange exchange, Fault now) {
        switch (now) {
            case RETRY_AFTER_20 -> exchange.getResponseHeaders().set("Retry-After", "20");
            case MOVED -> exchange.getResponseHeaders().set("Location", "http://127.0.0.1:" + port + "/elsewhere");
            case SLOW -> pause(SLOW_MILLIS);
            case HANG -> {
                while (fault == Fault.HANG) {
                    pause(50);
                }
            }
            default -> {}
        }
    }

    private void takeDatadog(HttpExchange exchange) throws IOException {
        try {
            counts.add(MessagePack.countSpans(decoded(exchange).readAllBytes()));
        } catch (IOException | RuntimeException e) {
            takeBad(exchange);
            return;
        }
        takeGood();
        answer(exchange, 200, "{\"rate_by_service\":{}}");
    }

    /** Counts while the request goes on: Elastic's agent keeps it open for seconds. */
    private void takeElastic(HttpExchange exchange) throws IOException {
        try {
            ElasticEvents.countSpans(decoded(exchange), counts::add);
        } catch (IOException | RuntimeException e) {
            takeBad(exchange);
            return;
        }
        takeGood();
        answer(exchange, 202, "");
    }

    private synchronized void takeGood() {
        requests++;
    }

    private void takeBad(HttpExchange exchange) throws IOException {
        synchronized (this) {
            requests++;
            bad++;
        }
        answer(exchange, 400, "");
    }

    private void keep(byte[] body) {
        kept.addLast(body);
        if (kept.size() > options.keep()) {
            kept.removeFirst();
        }
    }

    private void readBack(HttpExchange exchange) throws IOException {
        String index = exchange.getRequestURI().getPath().substring("/requests/".length());
        byte[] body = null;
        synchronized (this) {
            if (index.matches("\\d{1,9}")) {
                body = kept.stream().skip(Integer.parseInt(index)).findFirst().orElse(null);
            }
        }
        if (body == null) {
            answer(exchange, 404, "no such request\n");
        } else {
            answer(exchange, 200, body);
        }
    }

    private static InputStream decoded(HttpExchange exchange) throws IOException {
        InputStream body = exchange.getRequestBody();
        String encoding = exchange.getRequestHeaders().getFirst("Content-Encoding");
        if ("gzip".equals(encoding)) {
            return new GZIPInputStream(body, 1 << 16);
        }
        return "deflate".equals(encoding) ? new InflaterInputStream(body) : body;
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        answer(exchange, status, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        fault(Fault.DOWN);
        threads.shutdownNow();
    }
}
