/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.config;

/**
 * One header for every request. The name is a legal one; the value has no control characters but may hold characters
 * beyond ASCII, which go out as UTF-8. Immutable. {@link #toString} leaves the value out: it is usually a secret.
 */
public final class HttpHeader {
    private final String name;
    private final String value;

    HttpHeader(String name, String value) {
        this.name = name;
        this.value = value;
    }

    public String name() {
        return name;
    }

    public String value() {
        return value;
    }

    @Override
    public String toString() {
        return name + "=***";
    }
}
