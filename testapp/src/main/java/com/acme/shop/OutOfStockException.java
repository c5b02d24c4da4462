/* SPDX-License-Identifier: Apache-2.0 */
package com.acme.shop;

/** There are fewer pieces of a product than the cart asks for. */
final class OutOfStockException extends Exception {
    private static final long serialVersionUID = 1L;

    OutOfStockException(String sku, int wanted) {
        super("out of stock: " + wanted + " x " + sku);
    }
}
