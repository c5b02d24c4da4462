/* SPDX-License-Identifier: Apache-2.0 */
package com.acme.scenario;

import java.util.Arrays;

/**
 * Exceptions too big to be told: a stack trace of 50 MB, ten thousand causes, a thousand suppressed, a cut surrogate.
 */
public final class BigTrouble {
    private BigTrouble() {}

    public static void main(String[] args) {
        report("longTrace", BigTrouble::longTrace);
        report("manyCauses", BigTrouble::manyCauses);
        report("manySuppressed", BigTrouble::manySuppressed);
        report("emoji", BigTrouble::emoji);
        System.out.println("after " + fine());
    }

    private static void report(String name, Runnable action) {
        try {
            action.run();
            System.out.println(name + " did not throw");
        } catch (IllegalStateException e) {
            System.out.println(name + " " + e.getStackTrace().length + " frames, " + e.getSuppressed().length
                    + " suppressed, " + e.getMessage().length() + " characters");
        }
    }

    static void longTrace() {
        StackTraceElement[] trace = new StackTraceElement[500_000];
        Arrays.fill(trace, new StackTraceElement("com.acme.ratherlong." + "Name".repeat(10), "method", "Name.java", 1));
        IllegalStateException e = new IllegalStateException("long trace");
        e.setStackTrace(trace);
        throw e;
    }

    static void manyCauses() {
        Throwable cause = new IllegalArgumentException("innermost");
        for (int i = 0; i < 10_000; i++) {
            cause = new RuntimeException("cause " + i, cause);
        }
        throw new IllegalStateException("many causes", cause);
    }

    static void manySuppressed() {
        IllegalStateException e = new IllegalStateException("many suppressed");
        for (int i = 0; i < 1_000; i++) {
            e.addSuppressed(new RuntimeException("suppressed " + i));
        }
        throw e;
    }

    /** A pair of surrogates at every place where a cut could fall. */
    static void emoji() {
        throw new IllegalStateException("x" + "\uD83D\uDE00".repeat(100_000));
    }

    static int fine() {
        return 1;
    }
}
