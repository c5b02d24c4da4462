/* SPDX-License-Identifier: Apache-2.0 */
package com.acme.shop;

/** A way to bring an order to the customer. */
interface Shipping {
    String name();

    long costCents(Cart cart);

    /** The way with that name, or an exception that names the ways there are. */
    static Shipping named(String name) {
        switch (name) {
            case "parcel":
                return new ParcelShipping();
            case "express":
                return new ExpressShipping();
            default:
                throw new IllegalArgumentException("no such shipping: " + name + " (parcel, express)");
        }
    }
}
