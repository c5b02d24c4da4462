/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.standin;

/**
 * Stands in for {@code java.security.Security}, which OkHttp asks for the name of the first provider, for http
 * addresses too. The JDK would initialise every provider for that: 24 ms of CPU time and some megabytes. OkHttp looks
 * for providers of certain libraries, which it could not load here, so the answer makes no difference. Thread-safe.
 */
public final class Security {
    private static final Provider[] PROVIDERS = {new Provider()};

    private Security() {}

    public static Provider[] getProviders() {
        return PROVIDERS.clone();
    }
}
