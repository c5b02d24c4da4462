/* SPDX-License-Identifier: Apache-2.0 */
package com.acme.shop;

import java.util.List;

/** Something to sell. A bundle is a product made of other products. */
final class Product {
    private final String sku;
    private final String title;
    private final long priceCents;
    private final List<Product> parts;

    Product(String sku, String title, long priceCents, Product... parts) {
        this.sku = sku;
        this.title = title;
        this.priceCents = priceCents;
        this.parts = List.of(parts);
    }

    String sku() {
        return sku;
    }

    String title() {
        return title;
    }

    /** The price of the product alone; for a bundle what the packing costs. */
    long priceCents() {
        return priceCents;
    }

    List<Product> parts() {
        return parts;
    }

    boolean isBundle() {
        return !parts.isEmpty();
    }
}
