/* SPDX-License-Identifier: Apache-2.0 */
package com.acme.woven;

/** An interface with a method of every kind. */
interface Greeting {
    String greet();

    default String defaultGreeting() {
        return greet() + secret();
    }

    static String polite(String name) {
        return "dear " + name;
    }

    private String secret() {
        return "!";
    }
}
