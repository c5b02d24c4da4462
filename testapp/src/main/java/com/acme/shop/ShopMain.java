/* SPDX-License-Identifier: Apache-2.0 */
package com.acme.shop;

/** Opens the shop and keeps it open until the process is told to end: {@code ShopMain [port]}. */
public final class ShopMain {
    private ShopMain() {}

    public static void main(String[] args) throws Exception {
        Shop shop = new Shop(args.length == 0 ? 0 : Integer.parseInt(args[0]));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> close(shop), "shop-close"));
        System.out.println("The shop is open: http://127.0.0.1:" + shop.port() + "/");
    }

    private static void close(Shop shop) {
        try {
            shop.close();
            System.out.println("The shop is closed: " + shop.summary());
        } catch (Exception e) {
            System.out.println("The shop did not close well: " + e);
        }
    }
}
