/* SPDX-License-Identifier: Apache-2.0 */
package com.acme.modular;

import com.acme.modular.internal.Engine;

/** The entry of the module. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.out.println(Main.class.getModule() + " answers " + new Main().start(20));
    }

    int start(int n) {
        return new Engine().turn(n) + 1;
    }
}
