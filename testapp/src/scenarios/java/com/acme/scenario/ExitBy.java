/* SPDX-License-Identifier: Apache-2.0 */
package com.acme.scenario;

/**
 * {@code ExitBy <way>}: ten calls, then the end of the process in that way: main, exit3, uncaught, halt, hook,
 * hook-exits (which never ends by itself), odd-hook (that does not bear being looked at), interrupting-hook (of all
 * other threads), sigterm-wait.
 */
public final class ExitBy {
    private ExitBy() {}

    public static void main(String[] args) throws InterruptedException {
        long sum = 0;
        for (int i = 0; i < 10; i++) {
            sum += work(i);
        }
        System.out.println("sum " + sum);
        switch (args[0]) {
            case "main":
                break;
            case "exit3":
                System.exit(3);
                break;
            case "uncaught":
                throw new IllegalStateException("nobody catches this");
            case "halt":
                Runtime.getRuntime().halt(4);
                break;
            case "hook":
                Runtime.getRuntime().addShutdownHook(new Thread(ExitBy::lateWork));
                break;
            case "hook-exits":
                Runtime.getRuntime().addShutdownHook(new Thread(() -> System.exit(5)));
                break;
            case "odd-hook":
                Runtime.getRuntime().addShutdownHook(new OddHook());
                break;
            case "interrupting-hook":
                Runtime.getRuntime().addShutdownHook(new Thread(ExitBy::interruptAll));
                break;
            case "sigterm-wait":
                System.out.println("READY");
                Thread.sleep(60_000);
                break;
            default:
                throw new IllegalArgumentException(args[0]);
        }
    }

    /** Ten more calls over a second, when the process is already going down. */
    private static void lateWork() {
        long sum = 0;
        for (int i = 0; i < 10; i++) {
            sum += work(i);
            try {
                Thread.sleep(100);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        System.out.println("late sum " + sum);
    }

    private static void interruptAll() {
        for (int i = 0; i < 20; i++) {
            for (Thread thread : Thread.getAllStackTraces().keySet()) {
                thread.interrupt();
            }
        }
    }

    private static final class OddHook extends Thread {
        @Override
        public State getState() {
            throw new IllegalStateException("not to be looked at");
        }
    }

    static int work(int n) {
        return n + 1;
    }
}
