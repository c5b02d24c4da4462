/* SPDX-License-Identifier: Apache-2.0 */
package com.acme.scenario;

/**
 * Exceptions with a {@code getMessage} of their own. Argument: {@code reused}, {@code sleeping}, {@code locking},
 * {@code tracing}, {@code interrupted} or {@code kinds}. Prints how long the slowest call took, in ms.
 */
public final class OwnMessages {
    private static final Object LOCK = new Object();

    private OwnMessages() {}

    static final class Reused extends RuntimeException {
        private static final long serialVersionUID = 1L;
        String text;

        @Override
        public String getMessage() {
            return text;
        }
    }

    static class Sleeping extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Sleeping() {
            super("given");
        }

        @Override
        public String getMessage() {
            try {
                Thread.sleep(Long.MAX_VALUE);
            } catch (InterruptedException e) {
                return "interrupted";
            }
            return "slept";
        }
    }

    static final class Sleeping1 extends Sleeping {
        private static final long serialVersionUID = 1L;
    }

    static final class Sleeping2 extends Sleeping {
        private static final long serialVersionUID = 1L;
    }

    static final class Sleeping3 extends Sleeping {
        private static final long serialVersionUID = 1L;
    }

    static final class Sleeping4 extends Sleeping {
        private static final long serialVersionUID = 1L;
    }

    /** The message is fine, the rest is not. */
    static final class NoTrace extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NoTrace() {
            super("given");
        }

        @Override
        public StackTraceElement[] getStackTrace() {
            try {
                Thread.sleep(Long.MAX_VALUE);
            } catch (InterruptedException e) {
                return null;
            }
            return super.getStackTrace();
        }
    }

    static final class Locking extends RuntimeException {
        private static final long serialVersionUID = 1L;

        @Override
        public String getMessage() {
            synchronized (LOCK) {
                return "under the lock";
            }
        }
    }

    static final class Tracing extends RuntimeException {
        private static final long serialVersionUID = 1L;

        @Override
        public String getMessage() {
            return called();
        }
    }

    static String called() {
        return "traced";
    }

    public static void main(String[] args) throws InterruptedException {
        switch (args[0]) {
            case "reused":
                Reused reused = new Reused();
                for (String text : new String[] {"first", "second", "third"}) {
                    reused.text = text;
                    call(reused);
                }
                break;
            case "sleeping":
                for (int i = 0; i < 9; i++) {
                    call(new Sleeping());
                }
                break;
            case "kinds":
                for (int i = 0; i < 3; i++) {
                    call(new Sleeping1());
                    call(new Sleeping2());
                    call(new Sleeping3());
                    call(new Sleeping4());
                    call(new NoTrace());
                    call(new IllegalStateException("given"));
                }
                break;
            case "locking":
                synchronized (LOCK) {
                    for (int i = 0; i < 9; i++) {
                        call(new Locking());
                        Thread.sleep(20);
                    }
                }
                break;
            case "tracing":
                for (int i = 0; i < 9; i++) {
                    call(new Tracing());
                }
                break;
            case "interrupted":
                Thread.currentThread().interrupt();
                call(new Tracing());
                System.out.println("interrupted " + Thread.interrupted());
                break;
            default:
                throw new IllegalArgumentException(args[0]);
        }
        System.out.println("slowest " + slowestMillis);
    }

    private static long slowestMillis;

    private static void call(RuntimeException thrown) {
        long before = System.nanoTime();
        try {
            fail(thrown);
        } catch (RuntimeException e) {
            slowestMillis = Math.max(slowestMillis, (System.nanoTime() - before) / 1_000_000);
        }
    }

    static void fail(RuntimeException thrown) {
        throw thrown;
    }
}
