/* SPDX-License-Identifier: Apache-2.0 */
package com.acme.shop;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The shop's HTTP side, on loopback only. */
final class ShopServer implements AutoCloseable {
    private final ExecutorService workers = Executors.newFixedThreadPool(4, Threads.named("http"));
    private final HttpServer server;
    private final ShopApi api;

    ShopServer(int port, ShopApi api) throws IOException {
        this.api = api;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/", this::serve);
        server.setExecutor(workers);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    private void serve(HttpExchange exchange) throws IOException {
        try {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            Reply reply =
                    handle(exchange.getRequestMethod(), exchange.getRequestURI().getPath(), body);
            byte[] text = (reply.text() + "\n").getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
            exchange.sendResponseHeaders(reply.status(), text.length);
            exchange.getResponseBody().write(text);
        } finally {
            exchange.close();
        }
    }

    private Reply handle(String method, String path, String body) {
        try {
            return api.answer(method, path, body);
        } catch (SQLException | RuntimeException e) {
            return new Reply(500, "failed: " + e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        Threads.finish(workers);
    }
}
