/* SPDX-License-Identifier: Apache-2.0 */
package com.acme.shop;

import java.sql.SQLException;
import java.util.Optional;

/** Takes orders: price, stock, record, then packing and mail in the background. */
final class OrderService {
    private final PriceCalculator prices;
    private final Inventory inventory;
    private final OrderRepository orders;
    private final Warehouse warehouse;
    private final Mailer mailer;

    OrderService(
            PriceCalculator prices, Inventory inventory, OrderRepository orders, Warehouse warehouse, Mailer mailer) {
        this.prices = prices;
        this.inventory = inventory;
        this.orders = orders;
        this.warehouse = warehouse;
        this.mailer = mailer;
    }

    Order place(Cart cart, Shipping shipping) throws OutOfStockException, SQLException {
        long totalCents = prices.priceOf(cart) + shipping.costCents(cart);
        inventory.reserve(cart);
        Order order = orders.save(shipping.name(), cart.pieces(), totalCents);
        warehouse.submit(order);
        mailer.submit(order);
        return order;
    }

    Optional<Order> find(long id) throws SQLException {
        return orders.find(id);
    }
}
