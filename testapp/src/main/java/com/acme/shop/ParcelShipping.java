/* SPDX-License-Identifier: Apache-2.0 */
package com.acme.shop;

/** The slow way: one price, and free for many pieces. */
final class ParcelShipping implements Shipping {
    @Override
    public String name() {
        return "parcel";
    }

    @Override
    public long costCents(Cart cart) {
        return cart.pieces() >= 5 ? 0 : 4_90;
    }
}
