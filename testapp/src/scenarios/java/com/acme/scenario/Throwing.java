/* SPDX-License-Identifier: Apache-2.0 */
package com.acme.scenario;

import java.io.IOException;

/** Methods that end by every kind of throwable; the caller must get the very object that was thrown. */
public final class Throwing {
    private static final RuntimeException KNOWN = new IllegalStateException("known");

    private Throwing() {}

    /** Some code that may throw anything. */
    interface Action {
        void run() throws Throwable;
    }

    /**
     * An exception nobody can ask anything: each question meets another exception, and an agent has to live with that.
     */
    static final class Hostile extends RuntimeException {
        private static final long serialVersionUID = 1L;

        @Override
        public String getMessage() {
            throw new IllegalStateException("asked for its message");
        }

        @Override
        public String toString() {
            throw new IllegalStateException("asked for its text");
        }

        @Override
        public synchronized Throwable getCause() {
            throw new IllegalStateException("asked for its cause");
        }

        @Override
        public StackTraceElement[] getStackTrace() {
            throw new IllegalStateException("asked for its trace");
        }
    }

    public static void main(String[] args) {
        Throwing it = new Throwing();
        report("checked", it::checked);
        report("unchecked", it::unchecked);
        report("error", it::error);
        report("hostile", it::hostile);
        report("cyclic", it::cyclic);
        report("huge", it::huge);
        report("outOfMemory", it::outOfMemory);
        report("nullMessage", it::nullMessage);
        report("nested", it::nested);
        System.out.println("caughtInside " + it.caughtInside());
        System.out.println("swallowed " + it.swallowed());
        try {
            it.known();
        } catch (RuntimeException e) {
            System.out.println("same object " + (e == KNOWN) + ", suppressed " + e.getSuppressed().length);
        }
        System.out.println("after " + it.fine());
    }

    private static void report(String name, Action action) {
        try {
            action.run();
            System.out.println(name + " did not throw");
        } catch (Hostile e) {
            System.out.println(name + " " + e.getClass().getName());
        } catch (Throwable e) {
            String message = String.valueOf(e.getMessage());
            System.out.println(name + " " + e.getClass().getName() + " from "
                    + e.getStackTrace()[0].getMethodName() + ": "
                    + (message.length() > 40 ? message.length() + " characters" : message));
        }
    }

    void checked() throws IOException {
        throw new IOException("checked");
    }

    void unchecked() {
        throw new IllegalArgumentException("unchecked", new IOException("its cause"));
    }

    int error() {
        throw new AssertionError("error");
    }

    void hostile() {
        throw new Hostile();
    }

    String cyclic() throws Exception {
        Exception first = new Exception("first");
        Exception second = new Exception("second", first);
        first.initCause(second);
        throw first;
    }

    void huge() {
        throw new IllegalStateException("m".repeat(1 << 20));
    }

    int outOfMemory() {
        return new int[Integer.MAX_VALUE].length;
    }

    void nullMessage() {
        throw new IllegalStateException();
    }

    void nested() throws IOException {
        try {
            checked();
        } finally {
            fine();
        }
    }

    String caughtInside() {
        try {
            checked();
            return "not thrown";
        } catch (IOException e) {
            return e.getMessage();
        }
    }

    @SuppressWarnings("finally")
    int swallowed() {
        try {
            return error();
        } finally {
            return 5;
        }
    }

    void known() {
        throw KNOWN;
    }

    int fine() {
        return 1;
    }
}
