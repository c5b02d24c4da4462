/* SPDX-License-Identifier: Apache-2.0 */
package com.acme.shop;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicLong;

/** Writes a confirmation for every order: each on a virtual thread where the JVM has them, else on a pooled one. */
final class Mailer implements AutoCloseable {
    private final ExecutorService threads = Threads.perTask("mailer");
    private final AtomicLong sent = new AtomicLong();

    void submit(Order order) {
        threads.execute(() -> send(order));
    }

    private void send(Order order) {
        String text = compose(order);
        if (!text.isEmpty()) {
            sent.incrementAndGet();
        }
    }

    private String compose(Order order) {
        return "Dear customer, thank you for " + order + ".";
    }

    long sent() {
        return sent.get();
    }

    /** Waits until every confirmation is written. */
    @Override
    public void close() {
        Threads.finish(threads);
    }
}
