/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export.transport.okhttp;

import io.fasttelemetry.agent.config.AgentConfig;
import io.fasttelemetry.agent.config.Options;
import io.fasttelemetry.agent.export.transport.SendResult;
import io.fasttelemetry.agent.export.transport.Sender;
import io.fasttelemetry.agent.export.transport.Signal;
import io.fasttelemetry.agent.export.transport.ThrottledThreads;
import io.fasttelemetry.proto.BodyText;
import io.fasttelemetry.proto.EncodedRequest;
import io.fasttelemetry.proto.ExportResponse;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.Proxy;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
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
import okio.BufferedSource;

/**
 * Sends with OkHttp.
 *
 * <p><b>OkHttp is tamed</b>: left as it is it repeats requests on its own, turns redirected POSTs into GETs, forwards
 * headers to other origins, and uses whatever proxies, cookies and authenticators the application made its defaults. No
 * proxy is used. For an http address TLS is not started.
 */
final class OkHttpSender implements Sender {
    /** Of a response, that much is read (OTLP/HTTP, "Responses", recommended limit). */
    private static final long MAX_RESPONSE_BYTES = 4 * 1024 * 1024;

    private static final int MAX_ERROR_BYTES = 16 * 1024;

    /** A connection lives no longer, so that receivers behind one name that come and go get their share. */
    static final long RECYCLE_NANOS = 300_000_000_000L;

    private static final long CONNECT_TIMEOUT_MILLIS = 10_000;
    private static final MediaType PROTOBUF = MediaType.get("application/x-protobuf");

    private final AgentConfig config;
    private final long tlsStamp;
    private final String userAgent;
    private final Target traces;
    /** Made with the first request for metrics: files that these alone need, and that cannot be used, stop no span. */
    private Target metrics;

    private final EarlierDeadline earlierDeadline = new EarlierDeadline();
    private final long recycleNanos;
    private long connectedNanos = System.nanoTime();
    private volatile Call current;
    /** Written before {@link #current}: who sees a call sees its signal, or that of a later one. */
    private volatile Signal currentSignal;

    OkHttpSender(AgentConfig config, String version) {
        this(config, version, Dns.SYSTEM, RECYCLE_NANOS);
    }

    OkHttpSender(AgentConfig config, String version, Dns dns, long recycleNanos) {
        this.config = config;
        this.recycleNanos = recycleNanos;
        tlsStamp = tlsStamp(config); // first: a file that changes from here on is read again
        userAgent = "fast-telemetry-agent/" + version + " FastTelemetry-OTLP-Exporter-Java/" + version;
        long timeoutMillis = config.get(Options.TIMEOUT_MILLIS);
        long connectMillis =
                timeoutMillis == 0 ? CONNECT_TIMEOUT_MILLIS : Math.min(timeoutMillis, CONNECT_TIMEOUT_MILLIS);
        OkHttpClient.Builder builder = new OkHttpClient.Builder()
                .protocols(Collections.singletonList(Protocol.HTTP_1_1))
                .connectionPool(QuietPool.create())
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
                // The call has a timeout as a whole. But OkHttp misses one that strikes just between connecting
                // and the TLS handshake; then the socket's own ends a handshake that stalls.
                .readTimeout(Math.min(timeoutMillis, Integer.MAX_VALUE), TimeUnit.MILLISECONDS)
                .writeTimeout(0, TimeUnit.MILLISECONDS)
                .addNetworkInterceptor(new HideRetryAfter());
        traces = Target.of(builder, config.tracesReceiver(), userAgent);
        tameThreads();
    }

    private Target target(Signal signal) {
        if (signal == Signal.TRACES) {
            return traces;
        }
        if (metrics == null) {
            metrics = traces.beside(config.metricsReceiver(), userAgent);
        }
        return metrics;
    }

    private static long tlsStamp(AgentConfig config) {
        return Tls.stamp(config.tracesReceiver()) * 31 + Tls.stamp(config.metricsReceiver());
    }

    /** The threads that try the addresses of a new connection end soon, not after a minute. */
    private static void tameThreads() {
        TaskRunner.Backend backend = TaskRunner.INSTANCE.getBackend();
        if (backend instanceof TaskRunner.RealBackend) {
            ThreadPoolExecutor executor = ((TaskRunner.RealBackend) backend).getExecutor();
            executor.setKeepAliveTime(1, TimeUnit.SECONDS);
            if (!(executor.getThreadFactory() instanceof ThrottledThreads)) {
                executor.setThreadFactory(new ThrottledThreads(executor.getThreadFactory()));
            }
        }
    }

    @Override
    public SendResult send(Signal signal, EncodedRequest batch, long timeoutNanos) {
        recycle();
        earlierDeadline.keep();
        Target target = target(signal);
        Request.Builder request = target.template.newBuilder().post(RequestBody.create(batch.body(), PROTOBUF));
        if (batch.gzip()) {
            request.header("Content-Encoding", "gzip");
        }
        Call call = target.client.newCall(request.build());
        call.timeout().timeout(timeoutNanos, TimeUnit.NANOSECONDS);
        currentSignal = signal;
        current = call;
        try (Response response = call.execute()) {
            return interpret(response);
        } catch (ConnectException | UnknownHostException | NoRouteToHostException e) {
            return SendResult.failed(SendResult.Outcome.UNREACHABLE, e.toString());
        } catch (ProtocolException e) {
            String message = "unusable answer: " + e.getMessage();
            // OkHttp's message for a 204 or 205 with a body: the status says that the receiver took the spans
            return e.getMessage().startsWith("HTTP 20")
                    ? SendResult.delivered(0, message)
                    : SendResult.failed(SendResult.Outcome.REFUSED, message);
        } catch (IOException e) {
            String other = otherProtocol(e);
            return other == null
                    ? SendResult.retry(e.toString(), SendResult.NO_RETRY_AFTER)
                    : SendResult.failed(SendResult.Outcome.REFUSED, other);
        } finally {
            current = null;
        }
    }

    @Override
    public void recycle() {
        long now = System.nanoTime();
        if (now - connectedNanos >= recycleNanos) {
            connectedNanos = now;
            close();
        }
    }

    /** What the first bytes of the answer say, if they are no HTTP/1; OkHttp tells them in the cause alone. */
    private static String otherProtocol(IOException e) {
        String bytes = e.getCause() instanceof EOFException ? e.getCause().getMessage() : null;
        if (bytes == null) {
            return null;
        }
        if (bytes.contains("content=0000")) {
            return "the receiver speaks HTTP/2 without TLS; the agent needs HTTP/1.1";
        }
        return bytes.contains("content=1503") ? "the receiver speaks TLS; its address begins with https:" : null;
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
        Call call = current;
        if (call != null && currentSignal == signal) {
            call.cancel();
        }
    }

    private static SendResult interpret(Response response) {
        int code = response.code();
        if (code >= 200 && code < 300) {
            return delivered(response);
        }
        String message = describe(response);
        if (code == 429 || code == 502 || code == 503 || code == 504) {
            long retryAfter = RetryAfter.parseNanos(response.header(HideRetryAfter.SEEN), System.currentTimeMillis());
            return SendResult.retry(message, retryAfter);
        }
        SendResult.Outcome outcome = code == 413 ? SendResult.Outcome.TOO_LARGE : SendResult.Outcome.REFUSED;
        return SendResult.failed(outcome, message);
    }

    /** The receiver has them, and must not get them twice, whatever becomes of its answer. */
    private static SendResult delivered(Response response) {
        try {
            byte[] body = read(response, MAX_RESPONSE_BYTES + 1);
            if (body.length > MAX_RESPONSE_BYTES) {
                return SendResult.delivered(0, "the answer is larger than 4 MiB");
            }
            if (isEncoded(response)) {
                return SendResult.delivered(0, encoded(response));
            }
            ExportResponse answer = ExportResponse.decode(body);
            String message = answer.errorMessage();
            return SendResult.delivered(answer.rejectedSpans(), message == null || message.isEmpty() ? null : message);
        } catch (IOException e) {
            return SendResult.delivered(0, "the answer broke off: " + e.getMessage());
        } catch (Throwable t) { // no memory for it, say
            return SendResult.delivered(0, "the answer was not understood: " + t);
        }
    }

    private static String describe(Response response) {
        String text = "HTTP " + response.code();
        String location = response.header("Location");
        if (location != null) {
            text += " to " + sanitise(location);
        }
        if (isEncoded(response)) {
            return text + ": " + encoded(response);
        }
        try {
            String body = BodyText.sanitise(read(response, MAX_ERROR_BYTES), response.header("Content-Type"));
            return body == null || body.isEmpty() ? text : text + ": " + body;
        } catch (IOException e) {
            return text; // the status says enough
        }
    }

    /** Though the request said that it is not to be; such a body is not inflated, however large it would get. */
    private static boolean isEncoded(Response response) {
        return !response.header("Content-Encoding", "identity").equalsIgnoreCase("identity");
    }

    private static String encoded(Response response) {
        return "an answer in " + sanitise(response.header("Content-Encoding")) + ", which was not asked for";
    }

    private static String sanitise(String header) {
        return BodyText.sanitise(header.getBytes(StandardCharsets.UTF_8), "text/plain");
    }

    private static byte[] read(Response response, long maxBytes) throws IOException {
        BufferedSource source = response.body().source();
        source.request(maxBytes);
        byte[] body = new byte[(int) Math.min(maxBytes, source.getBuffer().size())];
        source.readFully(body);
        return body;
    }
}
