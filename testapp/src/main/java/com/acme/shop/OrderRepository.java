/* SPDX-License-Identifier: Apache-2.0 */
package com.acme.shop;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Orders in the database. */
final class OrderRepository {
    private static final String COLUMNS = "id, shipping, pieces, total_cents";

    private final Database database;

    OrderRepository(Database database) {
        this.database = database;
    }

    Order save(String shipping, int pieces, long totalCents) throws SQLException {
        String sql = "INSERT INTO orders(shipping, pieces, total_cents) VALUES (?, ?, ?)";
        try (Connection connection = database.connect();
                PreparedStatement insert = connection.prepareStatement(sql, Statement.RETURN_GENERATED_KEYS)) {
            insert.setString(1, shipping);
            insert.setInt(2, pieces);
            insert.setLong(3, totalCents);
            insert.executeUpdate();
            try (ResultSet keys = insert.getGeneratedKeys()) {
                keys.next();
                return new Order(keys.getLong(1), shipping, pieces, totalCents);
            }
        }
    }

    Optional<Order> find(long id) throws SQLException {
        try (Connection connection = database.connect();
                PreparedStatement select =
                        connection.prepareStatement("SELECT " + COLUMNS + " FROM orders WHERE id = ?")) {
            select.setLong(1, id);
            try (ResultSet rows = select.executeQuery()) {
                return rows.next() ? Optional.of(read(rows)) : Optional.empty();
            }
        }
    }

    List<Order> unbilled() throws SQLException {
        try (Connection connection = database.connect();
                PreparedStatement select =
                        connection.prepareStatement("SELECT " + COLUMNS + " FROM orders WHERE NOT billed ORDER BY id");
                ResultSet rows = select.executeQuery()) {
            List<Order> orders = new ArrayList<>();
            while (rows.next()) {
                orders.add(read(rows));
            }
            return orders;
        }
    }

    void markBilled(Order order) throws SQLException {
        try (Connection connection = database.connect();
                PreparedStatement update =
                        connection.prepareStatement("UPDATE orders SET billed = TRUE WHERE id = ?")) {
            update.setLong(1, order.id());
            update.executeUpdate();
        }
    }

    private static Order read(ResultSet row) throws SQLException {
        return new Order(row.getLong(1), row.getString(2), row.getInt(3), row.getLong(4));
    }
}
