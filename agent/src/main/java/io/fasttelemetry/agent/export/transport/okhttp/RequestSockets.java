/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export.transport.okhttp;

import io.fasttelemetry.bootstrap.JdkFields;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import javax.net.SocketFactory;

/**
 * Makes sockets that buffer writes. OkHttp writes the headers and each 8 KiB of the body separately; each would be a
 * system call and would wake the receiver. What was buffered is sent at once (TCP_NODELAY): with Nagle's algorithm the
 * rest of a request would wait for the receiver's delayed acknowledgement of its beginning, 40 ms on Linux.
 *
 * <p>The sockets use no proxy: a plain socket would ask the application's default ProxySelector for a SOCKS proxy. If
 * the application has set a SocketImplFactory, which makes all plain sockets, sockets of channels are used, which do
 * not buffer.
 */
final class RequestSockets extends SocketFactory {
    private static final int GATHER_BYTES = 32 * 1024;

    private final boolean gathering;

    /** @param gathering whether writes are buffered; not for TLS, whose records have to be sent as they are made */
    RequestSockets(boolean gathering) {
        this.gathering = gathering;
    }

    @Override
    public Socket createSocket() throws IOException {
        Socket socket = newSocket();
        socket.setTcpNoDelay(true);
        return socket;
    }

    private Socket newSocket() throws IOException {
        if (JdkFields.isSocketFactorySet()) {
            return ChannelSocket.open();
        }
        return gathering ? new GatheringSocket() : new Socket(Proxy.NO_PROXY);
    }

    // The methods below are required of a socket factory; OkHttp uses none of them.

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return createSocket(InetAddress.getByName(host), port);
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort) throws IOException {
        return createSocket(InetAddress.getByName(host), port, local, localPort);
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return createSocket(host, port, null, 0);
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) throws IOException {
        Socket socket = createSocket();
        socket.bind(new InetSocketAddress(local, localPort));
        socket.connect(new InetSocketAddress(host, port));
        return socket;
    }

    private static final class GatheringSocket extends Socket {
        GatheringSocket() {
            super(Proxy.NO_PROXY);
        }

        /** Called once per socket by OkHttp, which flushes at the end of each request. */
        @Override
        public OutputStream getOutputStream() throws IOException {
            return new BufferedOutputStream(super.getOutputStream(), GATHER_BYTES);
        }
    }
}
