/* SPDX-License-Identifier: Apache-2.0 */
package com.acme.scenario;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketImpl;

/** Sets a factory for the implementation of sockets, and counts what it makes while spans are sent. */
public final class SocketFactory {
    private static volatile int count;

    private SocketFactory() {}

    @SuppressWarnings("deprecation")
    public static void main(String[] args) throws IOException, InterruptedException {
        Socket.setSocketImplFactory(() -> {
            count++;
            return new Closed();
        });
        for (int i = 0; i < 3; i++) {
            work(i);
            Thread.sleep(250);
        }
        System.out.println("sockets made: " + count);
    }

    static int work(int n) {
        return n;
    }

    /** Lets nothing through. */
    private static final class Closed extends SocketImpl {
        private static IOException refused() {
            return new IOException("through the gateway only");
        }

        @Override
        protected void create(boolean stream) throws IOException {
            throw refused();
        }

        @Override
        protected void connect(String host, int port) throws IOException {
            throw refused();
        }

        @Override
        protected void connect(InetAddress address, int port) throws IOException {
            throw refused();
        }

        @Override
        protected void connect(SocketAddress address, int timeout) throws IOException {
            throw refused();
        }

        @Override
        protected void bind(InetAddress host, int port) throws IOException {
            throw refused();
        }

        @Override
        protected void listen(int backlog) throws IOException {
            throw refused();
        }

        @Override
        protected void accept(SocketImpl socket) throws IOException {
            throw refused();
        }

        @Override
        protected InputStream getInputStream() throws IOException {
            throw refused();
        }

        @Override
        protected OutputStream getOutputStream() throws IOException {
            throw refused();
        }

        @Override
        protected int available() throws IOException {
            throw refused();
        }

        @Override
        protected void close() {}

        @Override
        protected void sendUrgentData(int data) throws IOException {
            throw refused();
        }

        @Override
        public void setOption(int option, Object value) {}

        @Override
        public Object getOption(int option) {
            return null;
        }
    }
}
