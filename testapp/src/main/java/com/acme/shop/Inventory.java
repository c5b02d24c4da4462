/* SPDX-License-Identifier: Apache-2.0 */
package com.acme.shop;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;

/** How many pieces of each product are left. */
final class Inventory {
    private final Database database;

    Inventory(Database database) {
        this.database = database;
    }

    /** Takes every line of the cart from the stock, or none. */
    void reserve(Cart cart) throws OutOfStockException, SQLException {
        try (Connection connection = database.connect()) {
            connection.setAutoCommit(false);
            try {
                for (Map.Entry<Product, Integer> line : cart.lines().entrySet()) {
                    take(connection, line.getKey(), line.getValue());
                }
                connection.commit();
            } catch (OutOfStockException | SQLException e) {
                connection.rollback();
                throw e;
            } finally {
                connection.setAutoCommit(true);
            }
        }
    }

    private void take(Connection connection, Product product, int quantity) throws OutOfStockException, SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("UPDATE stock SET units = units - ? WHERE sku = ? AND units >= ?")) {
            update.setInt(1, quantity);
            update.setString(2, product.sku());
            update.setInt(3, quantity);
            if (update.executeUpdate() == 0) {
                throw new OutOfStockException(product.sku(), quantity);
            }
        }
    }
}
