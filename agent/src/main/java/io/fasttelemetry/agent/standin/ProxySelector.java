/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.standin;

import java.io.IOException;
import java.net.Proxy;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;

/**
 * Stands in for {@code java.net.ProxySelector} as superclass of OkHttp's selector of no proxy. The JDK's reads {@code
 * net.properties} when it is initialised, and the agent must not cause that: if the file cannot be opened at that
 * moment, its settings are lost for the life of the JVM. Stateless.
 */
public abstract class ProxySelector {
    public static ProxySelector getDefault() {
        return null;
    }

    public abstract List<Proxy> select(URI uri);

    public abstract void connectFailed(URI uri, SocketAddress address, IOException failure);
}
