/* SPDX-License-Identifier: Apache-2.0 */
package com.acme.scenario;

import java.io.Closeable;
import java.io.FileInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Random;

/**
 * {@code Starved RESOURCE MILLIS SEED WARM}: takes all there is of heap, threads, descriptors or direct memory (or of
 * nothing) again and again for so long, and calls {@code work} meanwhile; then gives it back, sees whether it can work
 * itself, and calls {@code later} until standard input ends. With {@code WARM} it calls {@code early} first and waits
 * for a line of input, or that many milliseconds.
 */
public final class Starved {
    private static final Random RANDOM = new Random();
    private static final Object STAY = new Object();
    private static boolean released;

    private Starved() {}

    public static void main(String[] args) throws Exception {
        RANDOM.setSeed(Long.parseLong(args[2]));
        new Socket().close(); // what the application uses itself must not meet the want first
        InetAddress.getLoopbackAddress();
        String before = "the application said " + new Date(0);
        early();
        Thread.sleep(Long.parseLong(args[3]));
        long end = System.nanoTime() + Long.parseLong(args[1]) * 1_000_000L;
        int rounds = 0;
        while (System.nanoTime() < end) {
            try {
                starve(args[0], end);
            } catch (OutOfMemoryError e) {
                rounds++;
            }
        }
        System.out.println(before);
        System.out.println(isFine() ? "fine" : "not fine");
        System.out.println(args[0].equals("nothing") || rounds > 0 ? "starved" : "not starved");
        while (System.in.available() == 0) {
            later();
            Thread.sleep(20);
        }
    }

    static void early() {}

    static int work(int n) {
        return n + 1;
    }

    static void later() {}

    /** Takes until there is no more, which is an OutOfMemoryError, holds it for a moment and lets go. */
    private static void starve(String resource, long end) throws Exception {
        if (resource.equals("heap")) {
            fillHeap();
        } else if (resource.equals("threads")) {
            takeThreads(end);
        } else if (resource.equals("descriptors")) {
            takeDescriptors(end);
        } else if (resource.equals("direct")) {
            takeDirectMemory(end);
        } else {
            hold(end);
        }
    }

    private static void fillHeap() {
        Object[] last = null;
        int size = 16 << RANDOM.nextInt(14);
        long until = System.nanoTime() + 20_000_000L * (1 + RANDOM.nextInt(10));
        OutOfMemoryError full = null;
        while (full == null || System.nanoTime() < until) {
            try {
                last = new Object[] {last, new byte[size]};
            } catch (OutOfMemoryError e) {
                full = e;
                size = Math.max(16, size / 4);
            }
            try {
                work(size);
            } catch (OutOfMemoryError e) {
                full = e;
            }
        }
        throw full;
    }

    private static void takeThreads(long end) throws InterruptedException {
        released = false;
        List<Thread> threads = new ArrayList<>();
        try {
            while (threads.size() < 10_000) {
                Thread thread = new Thread(null, Starved::stay, "taken", 64 << 10);
                thread.setDaemon(true);
                thread.start();
                threads.add(thread);
            }
        } finally {
            hold(end);
            synchronized (STAY) {
                released = true;
                STAY.notifyAll();
            }
            for (Thread thread : threads) {
                thread.join();
            }
        }
    }

    private static void stay() {
        synchronized (STAY) {
            while (!released) {
                try {
                    STAY.wait();
                } catch (InterruptedException e) {
                    return;
                }
            }
        }
    }

    private static void takeDescriptors(long end) throws Exception {
        List<Closeable> held = new ArrayList<>();
        try {
            while (held.size() < 100_000) {
                held.add(new FileInputStream("/dev/null"));
            }
        } catch (IOException e) {
            throw new OutOfMemoryError("no descriptors");
        } finally {
            hold(end);
            for (Closeable one : held) {
                one.close();
            }
        }
    }

    private static void takeDirectMemory(long end) throws InterruptedException {
        List<ByteBuffer> held = new ArrayList<>();
        try {
            while (held.size() < 1 << 20) {
                held.add(ByteBuffer.allocateDirect(1 << 12));
            }
        } finally {
            hold(end);
            held.clear();
        }
    }

    private static void hold(long end) throws InterruptedException {
        while (System.nanoTime() < end) {
            work(1);
            Thread.sleep(20);
        }
    }

    /** Whether threads, sockets, dates and lambdas work. */
    private static boolean isFine() throws Exception {
        boolean[] ran = new boolean[1];
        Thread thread = new Thread(() -> ran[0] = true);
        thread.start();
        thread.join();
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket socket = new Socket(server.getInetAddress(), server.getLocalPort())) {
            return ran[0] && socket.isConnected() && !new Date().toString().isEmpty();
        }
    }
}
