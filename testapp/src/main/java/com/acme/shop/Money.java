/* SPDX-License-Identifier: Apache-2.0 */
package com.acme.shop;

/** Amounts are whole cents everywhere; this is how they are shown. */
final class Money {
    private Money() {}

    static String format(long cents) {
        long rest = Math.abs(cents % 100);
        return cents / 100 + (rest < 10 ? ".0" : ".") + rest + " EUR";
    }
}
