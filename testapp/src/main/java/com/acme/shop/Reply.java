/* SPDX-License-Identifier: Apache-2.0 */
package com.acme.shop;

/** Status and text of an answer. */
final class Reply {
    private final int status;
    private final String text;

    Reply(int status, String text) {
        this.status = status;
        this.text = text;
    }

    int status() {
        return status;
    }

    String text() {
        return text;
    }
}
