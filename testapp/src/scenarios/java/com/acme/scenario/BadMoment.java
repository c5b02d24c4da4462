/* SPDX-License-Identifier: Apache-2.0 */
package com.acme.scenario;

import java.io.FileInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Properties;
import java.util.TimeZone;

/**
 * {@code BadMoment descriptors|properties}: without either for a while, in which spans are to be sent; then the first
 * to use parts of the JDK that would have failed for good meanwhile.
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
        } else {
            Properties own = System.getProperties();
            System.setProperties(new Properties());
            pause();
            System.setProperties(own);
        }
        System.out.println(
                "date " + new Date(0).getTime() + new Date(0).toString().length());
        System.out.println("zone " + TimeZone.getTimeZone("Europe/Berlin").getRawOffset());
        ProcessHandle self = ProcessHandle.current();
        System.out.println("process " + ProcessHandle.of(self.pid()).get().equals(self));
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                Socket socket = new Socket(server.getInetAddress(), server.getLocalPort());
                SocketChannel channel =
                        SocketChannel.open(new InetSocketAddress(server.getInetAddress(), server.getLocalPort()))) {
            System.out.println("sockets " + socket.isConnected() + channel.isConnected());
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
