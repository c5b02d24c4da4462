/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export.transport.okhttp;

import static org.assertj.core.api.Assertions.assertThat;

import io.fasttelemetry.agent.config.TestConfig;
import io.fasttelemetry.agent.export.TestSpans;
import io.fasttelemetry.agent.export.transport.Signal;
import java.io.IOException;
import java.net.Authenticator;
import java.net.CacheRequest;
import java.net.CacheResponse;
import java.net.CookieHandler;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.ResponseCache;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URLConnection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the application makes its defaults is for its own connections. */
final class ApplicationDefaultsTest {
    private final ConcurrentLinkedQueue<String> asked = new ConcurrentLinkedQueue<>();
    private final ProxySelector originalSelector = ProxySelector.getDefault();
    private final MockWebServer server = new MockWebServer();

    @BeforeEach
    void setHostileDefaults() throws IOException {
        server.start();
        ProxySelector.setDefault(new ProxySelector() {
            @Override
            public List<Proxy> select(URI uri) {
                asked.add("proxy for " + uri);
                return List.of(new Proxy(Proxy.Type.SOCKS, new InetSocketAddress("localhost", 1)));
            }

            @Override
            public void connectFailed(URI uri, SocketAddress address, IOException failure) {
                asked.add("failure of " + uri);
            }
        });
        Authenticator.setDefault(new Authenticator() {
            @Override
            protected PasswordAuthentication getPasswordAuthentication() {
                asked.add("password");
                return new PasswordAuthentication("user", "secret".toCharArray());
            }
        });
        System.setProperty("http.proxyHost", "127.0.0.1"); // where nobody listens
        System.setProperty("http.proxyPort", "1");
        System.setProperty("http.nonProxyHosts", "");
        ResponseCache.setDefault(new ResponseCache() {
            @Override
            public CacheResponse get(URI uri, String method, Map<String, List<String>> headers) {
                asked.add("cached answer");
                return null;
            }

            @Override
            public CacheRequest put(URI uri, URLConnection connection) {
                asked.add("answer kept");
                return null;
            }
        });
        CookieHandler.setDefault(new CookieHandler() {
            @Override
            public Map<String, List<String>> get(URI uri, Map<String, List<String>> headers) {
                asked.add("cookies");
                return Map.of("Cookie", List.of("session=secret"));
            }

            @Override
            public void put(URI uri, Map<String, List<String>> headers) {
                asked.add("cookie kept");
            }
        });
    }

    @AfterEach
    void restore() {
        ProxySelector.setDefault(originalSelector);
        Authenticator.setDefault(null);
        CookieHandler.setDefault(null);
        ResponseCache.setDefault(null);
        for (String name : List.of("proxyHost", "proxyPort", "nonProxyHosts")) {
            System.clearProperty("http." + name);
        }
        server.close();
    }

    @Test
    void send_asksNoneOfThem() throws Exception {
        OkHttpSender sender = new OkHttpSender(TestConfig.of("endpoint", "http://localhost:" + server.getPort()), "1");
        for (int code : new int[] {401, 407, 200}) {
            server.enqueue(new MockResponse.Builder()
                    .code(code)
                    .addHeader("WWW-Authenticate", "Basic realm=\"x\"")
                    .addHeader("Proxy-Authenticate", "Basic realm=\"x\"")
                    .addHeader("Set-Cookie", "tracking=1")
                    .build());
            sender.send(Signal.TRACES, TestSpans.batch(1, null), 5_000_000_000L);

            RecordedRequest request = server.takeRequest(5, TimeUnit.SECONDS);
            assertThat(request).isNotNull();
            assertThat(request.getHeaders().get("Cookie")).isNull();
            assertThat(request.getHeaders().get("Authorization")).isNull();
            assertThat(request.getHeaders().get("Proxy-Authorization")).isNull();
        }
        assertThat(asked).isEmpty();
        assertThat(server.getRequestCount()).isEqualTo(3);
    }
}
