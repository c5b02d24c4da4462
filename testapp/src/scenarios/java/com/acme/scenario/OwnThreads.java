/* SPDX-License-Identifier: Apache-2.0 */
package com.acme.scenario;

import java.util.concurrent.atomic.AtomicInteger;

/** {@code OwnThreads}: threads of a class that has its own ideas of what a thread answers, and a hook of that class. */
public final class OwnThreads {
    private static final AtomicInteger ASKED = new AtomicInteger();

    private OwnThreads() {}

    /** Everything that may be overridden counts, and some of it throws. */
    static final class Worker extends Thread {
        private final long realId;

        Worker(Runnable body) {
            super(body, "worker");
            realId = super.getId();
        }

        @Override
        public long getId() {
            ASKED.incrementAndGet();
            throw new IllegalStateException("nobody is to ask");
        }

        @Override
        public State getState() {
            ASKED.incrementAndGet();
            throw new IllegalStateException("nobody is to ask");
        }

        @Override
        public void interrupt() {
            ASKED.incrementAndGet();
        }

        @Override
        public ClassLoader getContextClassLoader() {
            ASKED.incrementAndGet();
            return null;
        }

        @Override
        public int hashCode() {
            ASKED.incrementAndGet();
            return 1;
        }

        @Override
        public boolean equals(Object other) {
            ASKED.incrementAndGet();
            return true;
        }

        @Override
        public String toString() {
            ASKED.incrementAndGet();
            return "nobody";
        }
    }

    public static void main(String[] args) throws InterruptedException {
        Worker worker = new Worker(OwnThreads::work);
        worker.start();
        worker.join();
        System.out.println("id " + worker.realId);
        System.out.println("asked " + ASKED.get());
        Worker hook = new Worker(OwnThreads::work);
        Runtime.getRuntime().addShutdownHook(hook);
    }

    static void work() {
        // is traced
    }
}
