/* SPDX-License-Identifier: Apache-2.0 */
package com.acme.bench;

import java.util.Locale;

/**
 * How steady the machine is: the time of always the same arithmetic, which keeps many units of a processor busy and
 * touches no memory, once with the other processors idle and once with one of them at the same work. On a virtual
 * machine it changes with what the neighbours do, and with where the host puts its processors.
 */
final class Pace {
    private static final int STEPS = 1_000_000;
    private static final int PAUSE_MILLIS = 100;

    private final int seconds;
    private volatile boolean busy;
    private volatile boolean over;

    @SuppressWarnings("UnusedVariable") // so that the work is done
    private volatile long sink;

    Pace(int seconds) {
        this.seconds = seconds;
    }

    void run() {
        Thread other = new Thread(this::keepBusy, "other");
        other.start();
        for (int i = 0; i < 20; i++) {
            sink = work(STEPS);
        }
        for (long end = System.nanoTime() + seconds * 1_000_000_000L; System.nanoTime() < end; ) {
            sample("idle");
            busy = true;
            Requests.pause(1);
            sample("busy");
            busy = false;
            Requests.pause(PAUSE_MILLIS);
        }
        over = true;
        Requests.started(0);
    }

    private void keepBusy() {
        long x = 0;
        while (!over) {
            if (busy) {
                x += work(STEPS / 500);
            } else {
                Requests.pause(1);
            }
        }
        sink = x;
    }

    private void sample(String other) {
        long begin = System.nanoTime();
        sink = work(STEPS);
        System.out.printf(Locale.ROOT, "sample %s %.3f%n", other, (System.nanoTime() - begin) / (double) STEPS);
    }

    private static long work(int steps) {
        long a = 1;
        long b = 2;
        long c = 3;
        long d = 4;
        long e = 5;
        long f = 6;
        for (int i = 0; i < steps; i++) {
            a += i ^ b;
            b += i ^ c;
            c += i ^ d;
            d += i ^ e;
            e += i ^ f;
            f += i ^ a;
            a ^= a >>> 3;
            c ^= c >>> 5;
            e ^= e >>> 7;
        }
        return a + b + c + d + e + f;
    }
}
