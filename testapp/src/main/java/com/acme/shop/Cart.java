/* SPDX-License-Identifier: Apache-2.0 */
package com.acme.shop;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a customer is about to order: products and their quantities, in the order they were added. */
final class Cart {
    private final Map<Product, Integer> lines = new LinkedHashMap<>();

    /** Reads {@code beans:2,cup:1}. */
    static Cart parse(String text, Catalog catalog) {
        Cart cart = new Cart();
        for (String line : text.split(",", -1)) {
            int colon = line.indexOf(':');
            String sku = colon < 0 ? line : line.substring(0, colon);
            Product product =
                    catalog.find(sku).orElseThrow(() -> new IllegalArgumentException("no such product: " + sku));
            cart.add(product, colon < 0 ? 1 : Integer.parseInt(line.substring(colon + 1)));
        }
        return cart;
    }

    Cart add(Product product, int quantity) {
        if (quantity < 1) {
            throw new IllegalArgumentException("quantity must be at least 1: " + quantity);
        }
        lines.merge(product, quantity, Integer::sum);
        return this;
    }

    Map<Product, Integer> lines() {
        return Collections.unmodifiableMap(lines);
    }

    int pieces() {
        return lines.values().stream().mapToInt(Integer::intValue).sum();
    }
}
