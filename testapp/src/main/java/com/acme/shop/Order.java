/* SPDX-License-Identifier: Apache-2.0 */
package com.acme.shop;

/** A placed order. */
final class Order {
    private final long id;
    private final String shipping;
    private final int pieces;
    private final long totalCents;

    Order(long id, String shipping, int pieces, long totalCents) {
        this.id = id;
        this.shipping = shipping;
        this.pieces = pieces;
        this.totalCents = totalCents;
    }

    long id() {
        return id;
    }

    String shipping() {
        return shipping;
    }

    int pieces() {
        return pieces;
    }

    long totalCents() {
        return totalCents;
    }

    @Override
    public String toString() {
        return "order " + id + ": " + pieces + " pieces, " + shipping + ", " + Money.format(totalCents);
    }
}
