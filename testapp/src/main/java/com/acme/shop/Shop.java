/* SPDX-License-Identifier: Apache-2.0 */
package com.acme.shop;

import java.io.IOException;
import java.sql.SQLException;

/** The whole shop, wired and open. */
final class Shop implements AutoCloseable {
    private final Database database;
    private final Warehouse warehouse = new Warehouse();
    private final Mailer mailer = new Mailer();
    private final ShopServer server;

    Shop(int port) throws IOException, SQLException {
        Catalog catalog = Catalog.standard();
        database = Database.withStock(catalog);
        PriceCalculator prices = new PriceCalculator();
        OrderRepository orders = new OrderRepository(database);
        OrderService service = new OrderService(prices, new Inventory(database), orders, warehouse, mailer);
        server = new ShopServer(port, new ShopApi(catalog, prices, service, new InvoiceJob(orders)));
    }

    int port() {
        return server.port();
    }

    /** What the background threads have done; final once the shop is closed. */
    String summary() {
        return warehouse.parcels() + " parcels packed, " + mailer.sent() + " mails sent";
    }

    /** No new requests, then the work in the background, then the database. */
    @Override
    public void close() throws SQLException {
        server.close();
        warehouse.close();
        mailer.close();
        database.close();
    }
}
