/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.view;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/** Serves the page's files, which are in the jar beside this class. Thread-safe. */
final class PageHandler implements HttpHandler {
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml");

    private final RequestGuard guard;

    PageHandler(RequestGuard guard) {
        this.guard = guard;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        String refusal = guard.refusePage(exchange.getRequestHeaders());
        String method = exchange.getRequestMethod();
        if (refusal != null) {
            Answer.text(exchange, 403, refusal);
        } else if (!method.equals("GET") && !method.equals("HEAD")) {
            exchange.getResponseHeaders().set("Allow", "GET, HEAD");
            Answer.text(exchange, 405, "method not allowed; spans are taken at /v1/traces");
        } else {
            file(exchange);
        }
    }

    private static void file(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String name = path.equals("/") ? "index.html" : path.substring(1);
        String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
        byte[] content = type == null || !name.matches("[a-z]+\\.[a-z]+") ? null : read(name);
        if (content == null) {
            Answer.text(exchange, 404, "not found; spans are taken at /v1/traces");
        } else {
            Answer.send(exchange, 200, type, content);
        }
    }

    private static byte[] read(String name) throws IOException {
        try (InputStream in = PageHandler.class.getResourceAsStream(name)) {
            return in == null ? null : in.readAllBytes();
        }
    }
}
