/* SPDX-License-Identifier: Apache-2.0 */
package com.acme.scenario;

import java.io.IOException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URL;
import java.security.Provider;
import java.security.Security;
import java.util.List;
import java.util.logging.LogManager;
import java.util.logging.Logger;

/** Sets what a JVM lets be set once or before first use, and shows what came of it. */
public final class CustomLogManager {
    private CustomLogManager() {}

    /** The log manager that the application asks for in main. */
    public static final class OwnLogManager extends LogManager {}

    private static final class OwnProxySelector extends ProxySelector {
        @Override
        public List<Proxy> select(URI uri) {
            System.out.println("asked for a proxy: " + uri);
            return List.of(Proxy.NO_PROXY);
        }

        @Override
        public void connectFailed(URI uri, SocketAddress address, IOException e) {
            System.out.println("told of a failure: " + uri);
        }
    }

    public static void main(String[] args) throws Exception {
        System.setProperty("java.util.logging.manager", OwnLogManager.class.getName());
        System.setProperty("http.agent", "shop");
        ProxySelector.setDefault(new OwnProxySelector());
        URL.setURLStreamHandlerFactory(protocol -> null);
        System.out.println("work " + work(3));
        if (args.length > 0) {
            Thread.sleep(Long.parseLong(args[0]));
        }
        System.out.println(LogManager.getLogManager().getClass().getName());
        System.out.println(Logger.getLogger("shop").getParent().getHandlers().length + " handlers");
        System.out.println(ProxySelector.getDefault().getClass().getName());
        for (Provider provider : Security.getProviders()) {
            System.out.println("provider " + provider.getName());
        }
    }

    static int work(int n) {
        return n * 3;
    }
}
