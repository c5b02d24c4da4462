/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.standin;

/** Stands in for {@code java.security.Provider}, with a name that OkHttp does not know. Immutable. */
public final class Provider {
    Provider() {}

    public String getName() {
        return "";
    }
}
