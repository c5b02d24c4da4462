/* SPDX-License-Identifier: Apache-2.0 */
package com.acme.shop;

/** Tomorrow before noon, paid by the piece. */
final class ExpressShipping implements Shipping {
    @Override
    public String name() {
        return "express";
    }

    @Override
    public long costCents(Cart cart) {
        return 12_00 + 1_50L * cart.pieces();
    }
}
