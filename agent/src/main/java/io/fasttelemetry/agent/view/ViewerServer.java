/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.view;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The viewer's HTTP server: spans, data and page on one port. A few threads; {@link #close} ends them. */
final class ViewerServer implements AutoCloseable {
    private static final int THREADS = 8;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

    private ViewerServer(HttpServer server) {
        this.server = server;
    }

    /** Starts to listen; IOException if the port is taken. Port 0 chooses a free one. */
    static ViewerServer start(TraceStore store, String host, int port, String agentJar) throws IOException {
        System.setProperty("sun.net.httpserver.nodelay", "true"); // small answers do not wait for an acknowledgement
        System.setProperty("sun.net.httpserver.maxReqTime", "60"); // seconds: a slow sender must not hold a thread
        System.setProperty("sun.net.httpserver.maxRspTime", "120");
        InetAddress address = InetAddress.getByName(host);
        HttpServer server = HttpServer.create(new InetSocketAddress(address, port), 128);
        RequestGuard guard = new RequestGuard(names(host, address));
        server.createContext("/", new PageHandler(guard));
        server.createContext("/api/", new ApiHandler(store, guard, agentJar));
        server.createContext("/v1/", new ReceiveHandler(store, guard));
        ViewerServer viewer = new ViewerServer(server);
        server.setExecutor(viewer.threads);
        server.start();
        return viewer;
    }

    /** Names by which a browser may address this server. */
    private static Set<String> names(String host, InetAddress address) {
        Set<String> names = new HashSet<>();
        names.add("localhost");
        names.add(host.toLowerCase(Locale.ROOT));
        if (!address.isLoopbackAddress()) {
            try {
                names.add(InetAddress.getLocalHost().getHostName().toLowerCase(Locale.ROOT));
            } catch (IOException e) {
                // this machine has no name
            }
        }
        return names;
    }

    boolean isLoopback() {
        return server.getAddress().getAddress().isLoopbackAddress();
    }

    int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
