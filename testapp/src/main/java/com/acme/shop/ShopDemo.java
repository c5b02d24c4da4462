/* SPDX-License-Identifier: Apache-2.0 */
package com.acme.shop;

/** Opens the shop, sends traffic, closes it and exits: {@code ShopDemo [--requests 9]}. The output never varies. */
public final class ShopDemo {
    private ShopDemo() {}

    public static void main(String[] args) throws Exception {
        int requests = args.length == 2 && args[0].equals("--requests") ? Integer.parseInt(args[1]) : 9;
        Shop shop = new Shop(0);
        boolean asExpected;
        try (shop) {
            asExpected = new Traffic("http://127.0.0.1:" + shop.port()).send(requests);
        }
        System.out.println(shop.summary());
        if (!asExpected) {
            System.exit(1);
        }
    }
}
