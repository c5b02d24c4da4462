/* SPDX-License-Identifier: Apache-2.0 */
package com.acme.shop;

import java.sql.SQLException;

/** The nightly run: every order that has no invoice yet gets one. */
final class InvoiceJob {
    private final OrderRepository orders;

    InvoiceJob(OrderRepository orders) {
        this.orders = orders;
    }

    /** One line about what was billed. */
    String run() throws SQLException {
        int count = 0;
        long cents = 0;
        for (Order order : orders.unbilled()) {
            cents += bill(order);
            count++;
        }
        return "billed " + count + " orders, " + Money.format(cents);
    }

    private long bill(Order order) throws SQLException {
        orders.markBilled(order);
        return order.totalCents();
    }
}
