/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.standin;

/**
 * Stands in for {@code java.security.Security}, which OkHttp asks for the name of the first provider, for http
 * addresses too. The JDK would make every provider for that: 24 ms of CPU time and some megabytes. The question is
 * whether it is a library whose classes OkHttp then uses; it never finds any, the platform loader being its parent.
 * Thread-safe.
 */
public final class Security {
    private static final Provider[] PROVIDERS = {new Provider()};

    private Security() {}

    public static Provider[] getProviders() {
        return PROVIDERS.clone();
    }
}
