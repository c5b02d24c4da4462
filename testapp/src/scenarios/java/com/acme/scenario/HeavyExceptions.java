/* SPDX-License-Identifier: Apache-2.0 */
package com.acme.scenario;

import java.util.ArrayList;
import java.util.List;

/**
 * Handled exceptions that would not fit into the heap together. First argument: {@code payload}, {@code traces} or
 * {@code messages}; second: how many; third: {@code inside} for one span around them all.
 */
public final class HeavyExceptions {
    private HeavyExceptions() {}

    /** Holds a megabyte. */
    static final class Heavy extends RuntimeException {
        private static final long serialVersionUID = 1L;
        final byte[] payload = new byte[1 << 20];

        Heavy(String message) {
            super(message);
        }
    }

    public static void main(String[] args) {
        int count = Integer.parseInt(args[1]);
        if (args[2].equals("inside")) {
            around(args[0], count);
        } else {
            loop(args[0], count);
        }
    }

    static void around(String kind, int count) {
        loop(kind, count);
    }

    private static void loop(String kind, int count) {
        long held = 0;
        for (int i = 0; i < count; i++) {
            try {
                fail(kind, i);
            } catch (Heavy e) {
                held += e.payload.length;
            } catch (IllegalStateException e) {
                held += e.getStackTrace().length + e.getMessage().length();
            }
        }
        System.out.println("handled " + count + " of " + held);
    }

    static void fail(String kind, int number) {
        if (kind.equals("payload")) {
            throw new Heavy("number " + number);
        }
        if (kind.equals("messages")) {
            throw new IllegalStateException("m".repeat(100_000));
        }
        throw deep(800, new ArrayList<>());
    }

    private static IllegalStateException deep(int depth, List<Object> causes) {
        if (depth > 0) {
            return deep(depth - 1, causes);
        }
        IllegalStateException all = new IllegalStateException("deep");
        for (int i = 0; i < 20; i++) {
            all.addSuppressed(new IllegalStateException("deeper"));
        }
        all.getStackTrace();
        return all;
    }
}
