/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export.transport.okhttp;

import io.fasttelemetry.agent.config.AgentConfig;
import io.fasttelemetry.agent.config.Options;
import io.fasttelemetry.agent.export.transport.SendResult;
import io.fasttelemetry.agent.export.transport.Sender;
import io.fasttelemetry.agent.export.transport.Signal;
import io.fasttelemetry.agent.export.transport.ThrottledThreads;
import io.fasttelemetry.proto.EncodedRequest;
import java.io.IOException;
import java.net.Proxy;
import java.util.Collections;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import okhttp3.Authenticator;
import okhttp3.Call;
import okhttp3.CookieJar;
import okhttp3.Dns;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.internal.concurrent.TaskRunner;

/**
 * Sends with OkHttp.
 *
 * <p><b>OkHttp's defaults are switched off</b>: by default it repeats requests on its own, turns redirected POSTs into
 * GETs, forwards headers to other origins, and uses whatever proxies, cookies and authenticators the application made
 * its defaults. No proxy is used. For an http address TLS is not initialised.
 *
 * <p>Each call has a connection to itself; as many are kept as there may be requests.
 */
final class OkHttpSender implements Sender {
    /** Max age of a connection, so that receivers behind one name that come and go get their share. */
    static final long RECYCLE_NANOS = 300_000_000_000L;

    /** Max failed reuses of a connection; after them each request gets a new connection until the next recycling. */
    private static final int MAX_VAIN_REUSES = 2;

    private static final int REQUEST_TIMEOUT = 408;
    private static final long CONNECT_TIMEOUT_MILLIS = 10_000;
    private static final MediaType PROTOBUF = MediaType.get("application/x-protobuf");

    private final AgentConfig config;
    private final long tlsStamp;
    private final String userAgent;
    private final Target traces;
    /** Made with the first request for metrics, so that unusable files that only metrics need do not stop spans. */
    private volatile Target metrics;

    private final EarlierDeadline earlierDeadline = new EarlierDeadline();
    private final long recycleNanos;
    private final OpenCalls calls = new OpenCalls();
    private final AtomicLong recycledNanos = new AtomicLong(System.nanoTime());
    private volatile long usedNanos = System.nanoTime();
    /** Failed reuses of a kept connection since the last recycling. */
    private final AtomicInteger vainReuses = new AtomicInteger();

    OkHttpSender(AgentConfig config, String version) {
        this(config, version, Dns.SYSTEM, RECYCLE_NANOS);
    }

    OkHttpSender(AgentConfig config, String version, Dns dns, long recycleNanos) {
        this.config = config;
        this.recycleNanos = recycleNanos;
        tlsStamp = tlsStamp(config); // before the files are read, so that a later change is noticed
        userAgent = "fast-telemetry-agent/" + version + " FastTelemetry-OTLP-Exporter-Java/" + version;
        int connections = config.get(Options.CONCURRENCY) + 1; // one is for metrics
        long timeoutMillis = config.get(Options.TIMEOUT_MILLIS);
        long connectMillis =
                timeoutMillis == 0 ? CONNECT_TIMEOUT_MILLIS : Math.min(timeoutMillis, CONNECT_TIMEOUT_MILLIS);
        OkHttpClient.Builder builder = new OkHttpClient.Builder()
                .protocols(Collections.singletonList(Protocol.HTTP_1_1))
                .connectionPool(QuietPool.create(connections))
                .dns(dns)
                .followRedirects(false)
                .followSslRedirects(false)
                .retryOnConnectionFailure(false)
                .proxy(Proxy.NO_PROXY)
                .proxyAuthenticator(Authenticator.NONE)
                .authenticator(Authenticator.NONE)
                .cookieJar(CookieJar.NO_COOKIES)
                .cache(null)
                .connectTimeout(connectMillis, TimeUnit.MILLISECONDS)
                // The call as a whole has a timeout. But OkHttp misses it if it expires just between connecting and the
                // TLS handshake; then the socket's own timeout ends a handshake that stalls.
                .readTimeout(Math.min(timeoutMillis, Integer.MAX_VALUE), TimeUnit.MILLISECONDS)
                .writeTimeout(0, TimeUnit.MILLISECONDS)
                .addNetworkInterceptor(new KnownConnections(calls, connections, recycleNanos))
                .addNetworkInterceptor(new HideRetryAfter());
        traces = Target.of(builder, config.tracesReceiver(), userAgent);
        tameThreads();
    }

    private Target target(Signal signal) {
        if (signal == Signal.TRACES) {
            return traces;
        }
        Target known = metrics;
        if (known == null) {
            known = traces.beside(config.metricsReceiver(), userAgent);
            metrics = known;
        }
        return known;
    }

    private static long tlsStamp(AgentConfig config) {
        return Tls.stamp(config.tracesReceiver()) * 31 + Tls.stamp(config.metricsReceiver());
    }

    /** Lets the threads that try the addresses of a new connection end after a second, not after a minute. */
    private static void tameThreads() {
        TaskRunner.Backend backend = TaskRunner.INSTANCE.getBackend();
        if (backend instanceof TaskRunner.RealBackend) {
            ThreadPoolExecutor executor = ((TaskRunner.RealBackend) backend).getExecutor();
            executor.setKeepAliveTime(1, TimeUnit.SECONDS);
            if (!(executor.getThreadFactory() instanceof ThrottledThreads)) {
                executor.setThreadFactory(new ThrottledThreads(new ConnectThreads()));
            }
        }
    }

    @Override
    public SendResult send(Signal signal, EncodedRequest batch, long timeoutNanos) {
        recycle();
        if (ConnectThreads.takeLost()) {
            throw new InternalError("a thread that connects has ended");
        }
        earlierDeadline.keep();
        Target target = target(signal);
        Request.Builder builder = target.template.newBuilder().post(RequestBody.create(batch.body(), PROTOBUF));
        if (batch.gzip()) {
            builder.header("Content-Encoding", "gzip");
        }
        Request request = builder.build();
        long beganNanos = System.nanoTime();
        SendResult result = call(target.client, signal, batch, request, timeoutNanos, true);
        if (result == null) {
            // the receiver has only closed the kept connection
            close();
            long left = timeoutNanos == 0 ? 0 : Math.max(1, timeoutNanos - (System.nanoTime() - beganNanos));
            result = call(target.client, signal, batch, request, left, false);
        }
        usedNanos = System.nanoTime();
        if (vainReuses.get() >= MAX_VAIN_REUSES) {
            close();
        }
        return result;
    }

    /**
     * Makes one call. Returns null if the request is to be sent again at once: the connection was reused and brought no
     * answer.
     */
    private SendResult call(
            OkHttpClient client,
            Signal signal,
            EncodedRequest batch,
            Request request,
            long timeoutNanos,
            boolean mayRepeat) {
        Call call = client.newCall(request);
        call.timeout().timeout(timeoutNanos, TimeUnit.NANOSECONDS);
        OpenCalls.OpenCall open = new OpenCalls.OpenCall(call, signal, batch);
        ConnectionWatch watch = open.watch;
        calls.add(open);
        try {
            ConnectThreads.serve(open);
            try (Response response = call.execute()) {
                if (mayRepeat && watch.isReused() && isFarewell(response)) {
                    vainReuses.incrementAndGet();
                    return null;
                }
                return Answers.interpret(response);
            }
        } catch (IOException e) {
            if (mayRepeat && watch.isReuseInVain() && Failures.isOfTheConnection(e) && !call.isCanceled()) {
                vainReuses.incrementAndGet();
                return null;
            }
            return Failures.interpret(e, watch.isConnected());
        } finally {
            calls.remove(open);
            ConnectThreads.leave(open);
        }
    }

    /** Whether this is what some gateways write on a connection that was idle for long, before they close it. */
    private static boolean isFarewell(Response response) {
        return response.code() == REQUEST_TIMEOUT && "close".equalsIgnoreCase(response.header("Connection"));
    }

    @Override
    public boolean closeIdle(long idleNanos) {
        if (System.nanoTime() - usedNanos >= idleNanos) {
            close();
        }
        return traces.client.connectionPool().connectionCount() > 0;
    }

    @Override
    public void recycle() {
        long now = System.nanoTime();
        long before = recycledNanos.get();
        if (now - before >= recycleNanos && recycledNanos.compareAndSet(before, now)) {
            vainReuses.set(0);
            close();
        }
    }

    @Override
    public boolean isOutdated() {
        return tlsStamp != tlsStamp(config);
    }

    @Override
    public void close() {
        traces.client.connectionPool().evictAll();
    }

    @Override
    public void cancel(Signal signal) {
        calls.cancel(signal);
    }

    @Override
    public void cancel(EncodedRequest request) {
        calls.cancel(request);
    }
}
