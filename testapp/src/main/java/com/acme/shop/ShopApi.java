/* SPDX-License-Identifier: Apache-2.0 */
package com.acme.shop;

import java.sql.SQLException;
import java.util.Optional;

/** What the shop answers, apart from HTTP. */
final class ShopApi {
    private final Catalog catalog;
    private final PriceCalculator prices;
    private final OrderService orders;
    private final InvoiceJob invoices;

    ShopApi(Catalog catalog, PriceCalculator prices, OrderService orders, InvoiceJob invoices) {
        this.catalog = catalog;
        this.prices = prices;
        this.orders = orders;
        this.invoices = invoices;
    }

    Reply answer(String method, String path, String body) throws SQLException {
        try {
            switch (method + " " + path.substring(0, path.indexOf('/', 1) + 1)) {
                case "GET /products/":
                    return product(path.substring("/products/".length()));
                case "GET /orders/":
                    return order(Long.parseLong(path.substring("/orders/".length())));
                case "POST /orders/":
                    return placeOrder(path.substring("/orders/".length()), body);
                case "POST /invoices/":
                    return new Reply(200, invoices.run());
                default:
                    return new Reply(404, "nothing here: " + method + " " + path);
            }
        } catch (OutOfStockException e) {
            return new Reply(409, e.getMessage());
        } catch (IllegalArgumentException e) {
            return new Reply(400, "bad request: " + e.getMessage());
        }
    }

    private Reply product(String sku) {
        Optional<Product> product = catalog.find(sku);
        return product.isPresent()
                ? new Reply(200, product.get().title() + ": " + Money.format(prices.priceOf(product.get())))
                : new Reply(404, "no such product: " + sku);
    }

    private Reply order(long id) throws SQLException {
        Optional<Order> order = orders.find(id);
        return order.isPresent() ? new Reply(200, order.get().toString()) : new Reply(404, "no such order: " + id);
    }

    private Reply placeOrder(String shipping, String body) throws OutOfStockException, SQLException {
        Order order = orders.place(Cart.parse(body, catalog), Shipping.named(shipping));
        return new Reply(201, order.toString());
    }
}
