/* SPDX-License-Identifier: Apache-2.0 */
package com.acme.shop;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/** Packs orders on a small pool of threads of its own. */
final class Warehouse implements AutoCloseable {
    private final ExecutorService packers = Executors.newFixedThreadPool(2, Threads.named("packer"));
    private final AtomicLong parcels = new AtomicLong();

    void submit(Order order) {
        packers.execute(() -> pack(order));
    }

    private void pack(Order order) {
        for (int piece = 0; piece < order.pieces(); piece += 5) {
            label(order, piece / 5 + 1);
            parcels.incrementAndGet();
        }
    }

    private String label(Order order, int parcel) {
        return "#" + order.id() + "/" + parcel + " " + order.shipping();
    }

    long parcels() {
        return parcels.get();
    }

    /** Waits until everything that was submitted is packed. */
    @Override
    public void close() {
        Threads.finish(packers);
    }
}
