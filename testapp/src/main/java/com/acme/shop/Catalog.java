/* SPDX-License-Identifier: Apache-2.0 */
package com.acme.shop;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** All products of the shop, by stock keeping unit. */
final class Catalog {
    private final Map<String, Product> products = new LinkedHashMap<>();

    /** The assortment of the demo: single goods, a bundle and a bundle of bundles. */
    static Catalog standard() {
        Product beans = new Product("beans", "Coffee beans, 1 kg", 18_90);
        Product mill = new Product("mill", "Hand mill", 64_00);
        Product cup = new Product("cup", "Stoneware cup", 9_50);
        Product cupSet = new Product("cup-set", "Four cups", 1_20, cup, cup, cup, cup);
        Product starter = new Product("starter", "Starter kit", 2_50, beans, mill, cupSet);
        Product lamp = new Product("lamp", "Lamp, the last one", 120_00);

        Catalog catalog = new Catalog();
        for (Product product : new Product[] {beans, mill, cup, cupSet, starter, lamp}) {
            catalog.products.put(product.sku(), product);
        }
        return catalog;
    }

    Optional<Product> find(String sku) {
        return Optional.ofNullable(products.get(sku));
    }

    Iterable<Product> all() {
        return products.values();
    }
}
