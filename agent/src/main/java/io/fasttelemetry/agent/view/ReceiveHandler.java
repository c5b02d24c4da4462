/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.view;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Takes spans: {@code POST /v1/traces} with OTLP in protobuf or JSON, with or without gzip. Thread-safe. */
final class ReceiveHandler implements HttpHandler {
    private static final String PROTOBUF = "application/x-protobuf";
    private static final String JSON = "application/json";

    private final TraceStore store;
    private final RequestGuard guard;

    ReceiveHandler(TraceStore store, RequestGuard guard) {
        this.store = store;
        this.guard = guard;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        String refusal = guard.refuseSpans(exchange.getRequestHeaders());
        if (refusal != null) {
            Answer.text(exchange, 403, refusal);
        } else if (!exchange.getRequestURI().getPath().equals("/v1/traces")) {
            Answer.text(exchange, 404, "not found; spans are taken at /v1/traces");
        } else if (!exchange.getRequestMethod().equals("POST")) {
            exchange.getResponseHeaders().set("Allow", "POST");
            Answer.text(exchange, 405, "spans are taken by POST");
        } else {
            receive(exchange);
        }
    }

    private void receive(HttpExchange exchange) throws IOException {
        String type = mediaType(exchange.getRequestHeaders().getFirst("Content-Type"));
        String encoding = exchange.getRequestHeaders().getFirst("Content-Encoding");
        boolean gzip = "gzip".equalsIgnoreCase(encoding);
        if (!type.equals(PROTOBUF) && !type.equals(JSON)) {
            Answer.text(exchange, 415, "Content-Type: " + PROTOBUF + " or " + JSON + " is expected");
            return;
        }
        if (encoding != null && !gzip && !encoding.equalsIgnoreCase("identity")) {
            Answer.text(exchange, 415, "Content-Encoding: gzip or none is expected");
            return;
        }
        try {
            byte[] body = RequestBody.read(exchange.getRequestBody(), gzip);
            ReceivedBatch batch = type.equals(JSON)
                    ? TracesJson.decode(new String(body, StandardCharsets.UTF_8))
                    : TracesProtobuf.decode(body, body.length);
            store.add(batch);
            accept(exchange, type, batch.invalid);
        } catch (RequestBody.TooLargeException e) {
            exchange.getResponseHeaders().set("Connection", "close");
            Answer.text(exchange, 413, e.getMessage());
        } catch (IOException e) {
            Answer.text(exchange, 400, "not OTLP: " + e.getMessage());
        }
    }

    private static void accept(HttpExchange exchange, String type, int invalid) throws IOException {
        if (invalid == 0) {
            byte[] none = type.equals(JSON) ? "{}".getBytes(StandardCharsets.UTF_8) : new byte[0];
            Answer.send(exchange, 200, type, none);
            return;
        }
        String message = "spans without a valid trace id or span id";
        if (type.equals(JSON)) {
            JsonWriter json = new JsonWriter().object().key("partialSuccess").object();
            json.field("rejectedSpans", Integer.toString(invalid)).field("errorMessage", message);
            Answer.send(exchange, 200, type, json.endObject().endObject().bytes());
        } else {
            Answer.send(exchange, 200, type, partialSuccess(invalid, message));
        }
    }

    /** An ExportTraceServiceResponse with its one field. */
    private static byte[] partialSuccess(int rejected, String message) {
        java.io.ByteArrayOutputStream inner = new java.io.ByteArrayOutputStream();
        inner.write(1 << 3);
        int rest = rejected;
        for (; rest > 127; rest >>>= 7) {
            inner.write((rest & 127) | 128);
        }
        inner.write(rest);
        inner.write(2 << 3 | 2);
        inner.write(message.length());
        inner.writeBytes(message.getBytes(StandardCharsets.US_ASCII));
        java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
        out.write(1 << 3 | 2);
        out.write(inner.size());
        out.writeBytes(inner.toByteArray());
        return out.toByteArray();
    }

    private static String mediaType(String header) {
        String type = header == null ? "" : header;
        int parameters = type.indexOf(';');
        return (parameters < 0 ? type : type.substring(0, parameters)).strip().toLowerCase(Locale.ROOT);
    }
}
