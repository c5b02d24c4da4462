/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.testapp;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** A TCP proxy between agent and receiver that does to each connection what the supplier says. */
final class FaultProxy implements AutoCloseable {
    enum Fault {
        NONE,
        /** Resets the connection within the first request. */
        CUT_REQUEST,
        /** Passes on the request and resets the connection when the answer comes. */
        LOSE_ANSWER,
        /** Accepts and passes on nothing. */
        STALL
    }

    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final int CUT_BYTES = 200;

    private final ServerSocket listening = new ServerSocket(0, 50, LOOPBACK);
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final int target;
    private final Supplier<Fault> faults;

    FaultProxy(OtlpReceiver receiver, Supplier<Fault> faults) throws IOException {
        this.target = receiver.port();
        this.faults = faults;
        start("accept", this::accept);
    }

    String url() {
        return "http://127.0.0.1:" + listening.getLocalPort();
    }

    private interface Step {
        void run() throws IOException;
    }

    private static void start(String name, Step step) {
        Thread thread = new Thread(
                () -> {
                    try {
                        step.run();
                    } catch (IOException e) {
                        // one of the two went away
                    }
                },
                "fault-proxy-" + name);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() throws IOException {
        while (!listening.isClosed()) {
            Socket client = listening.accept();
            open.add(client);
            Fault fault = faults.get();
            if (fault == Fault.CUT_REQUEST) {
                start("cut", () -> {
                    client.getInputStream().readNBytes(CUT_BYTES);
                    reset(client);
                });
            } else if (fault != Fault.STALL) {
                Socket server = new Socket();
                open.add(server);
                server.connect(new InetSocketAddress(LOOPBACK, target));
                start("up", () -> pass(client, server));
                start("down", () -> {
                    if (fault == Fault.LOSE_ANSWER && server.getInputStream().read() >= 0) {
                        reset(client);
                    }
                    pass(server, client);
                });
            }
        }
    }

    private static void pass(Socket from, Socket to) throws IOException {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            in.transferTo(out);
        }
    }

    private static void reset(Socket socket) throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    /** Resets all connections there are; later ones meet what comes next. */
    @SuppressWarnings("ModifyCollectionInEnhancedForLoop") // a concurrent one
    void cutAll() throws IOException {
        for (Iterator<Socket> all = open.iterator(); all.hasNext(); ) {
            Socket socket = all.next();
            all.remove();
            try {
                reset(socket);
            } catch (SocketException e) {
                // it was closed already
            }
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        cutAll();
    }
}
