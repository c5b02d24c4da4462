/* SPDX-License-Identifier: Apache-2.0 */
package com.acme.shop;

import java.util.Map;

/** Prices of products, bundles and whole carts. */
final class PriceCalculator {
    private static final int BUNDLE_DISCOUNT_PERCENT = 10;

    long priceOf(Cart cart) {
        long cents = 0;
        for (Map.Entry<Product, Integer> line : cart.lines().entrySet()) {
            cents += priceOf(line.getKey()) * line.getValue();
        }
        return cents;
    }

    /** A bundle costs its packing and its parts, which may be bundles again, less the discount. */
    long priceOf(Product product) {
        if (!product.isBundle()) {
            return product.priceCents();
        }
        long parts = 0;
        for (Product part : product.parts()) {
            parts += priceOf(part);
        }
        return product.priceCents() + parts * (100 - BUNDLE_DISCOUNT_PERCENT) / 100;
    }
}
