/* SPDX-License-Identifier: Apache-2.0 */
package com.acme.modular.internal;

/** Not exported to anyone. */
public final class Engine {
    public int turn(int n) {
        return n * 2 + 1;
    }
}
