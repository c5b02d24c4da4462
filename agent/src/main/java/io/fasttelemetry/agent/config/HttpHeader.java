/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.config;

/**
 * A header for every request. The name is legal; the value has no control characters but may have characters beyond
 * ASCII, which are sent as UTF-8. Immutable. {@link #toString} omits the value, which is usually a secret.
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
