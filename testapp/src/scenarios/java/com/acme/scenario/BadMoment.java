/* SPDX-License-Identifier: Apache-2.0 */
package com.acme.scenario;

import java.io.FileInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.security.Permission;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Properties;
import java.util.TimeZone;
import java.util.zip.Deflater;

/**
 * {@code BadMoment descriptors|properties|permissions}: without these for a while, in which spans are to be sent; then
 * the first to use parts of the JDK that would have failed for good meanwhile.
 */
public final class BadMoment {
    private BadMoment() {}

    public static void main(String[] args) throws Exception {
        if (args[0].equals("descriptors")) {
            List<FileInputStream> held = takeAll();
            pause();
            for (FileInputStream in : held) {
                in.close();
            }
        } else if (args[0].equals("permissions")) {
            setManager(new OneThread());
            pause();
            setManager(null);
        } else {
            Properties own = System.getProperties();
            System.setProperties(new Properties());
            pause();
            System.setProperties(own);
        }
        System.out.println(
                "date " + new Date(0).getTime() + new Date(0).toString().length());
        System.out.println("zone " + TimeZone.getTimeZone("Europe/Berlin").getRawOffset());
        Deflater deflater = new Deflater();
        System.out.println("deflater " + deflater.getTotalIn());
        deflater.end();
        ProcessHandle self = ProcessHandle.current();
        System.out.println("process " + ProcessHandle.of(self.pid()).get().equals(self));
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                Socket socket = new Socket(server.getInetAddress(), server.getLocalPort());
                SocketChannel channel =
                        SocketChannel.open(new InetSocketAddress(server.getInetAddress(), server.getLocalPort()))) {
            System.out.println("sockets " + socket.isConnected() + channel.isConnected());
        }
    }

    @SuppressWarnings({"removal", "deprecation"})
    private static void setManager(SecurityManager manager) {
        System.setSecurityManager(manager);
    }

    /** Refuses everything to all threads but the one that made it, whatever code is on their stacks. */
    @SuppressWarnings({"removal", "deprecation"})
    private static final class OneThread extends SecurityManager {
        private final Thread allowed = Thread.currentThread();

        @Override
        public void checkPermission(Permission permission) {
            if (Thread.currentThread() != allowed) {
                throw new SecurityException("refused");
            }
        }
    }

    private static List<FileInputStream> takeAll() {
        List<FileInputStream> held = new ArrayList<>();
        try {
            while (true) {
                held.add(new FileInputStream("/dev/null"));
            }
        } catch (IOException e) {
            return held;
        }
    }

    private static void pause() throws InterruptedException {
        for (int i = 0; i < 4; i++) {
            work(i);
            Thread.sleep(250);
        }
    }

    static int work(int n) {
        return n + 1;
    }
}
