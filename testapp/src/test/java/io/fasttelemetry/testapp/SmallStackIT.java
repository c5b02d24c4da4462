/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.testapp;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.io.TempDir;

/** TLS needs a deep stack, and an application with many threads may give them small ones. */
final class SmallStackIT {
    private static final String PASSWORD = "changeit";

    @TempDir
    private Path folder;

    private static void keytool(String... args) throws Exception {
        String[] command = new String[args.length + 5];
        command[0] = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        System.arraycopy(args, 0, command, 1, args.length);
        System.arraycopy(new String[] {"-storepass", PASSWORD, "-alias", "receiver"}, 0, command, args.length + 1, 4);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }

    private static SSLContext context(Path store) throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    @EachJvm
    void smallStacks_areNotTheExportThreads(TestJvm jvm) throws Exception {
        Path store = folder.resolve("receiver.p12");
        Path certificate = folder.resolve("receiver.pem");
        keytool(
                "-genkeypair",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString());
        keytool("-exportcert", "-rfc", "-file", certificate.toString(), "-keystore", store.toString());
        AtomicInteger requests = new AtomicInteger();
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        server.setHttpsConfigurator(new HttpsConfigurator(context(store)));
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            requests.incrementAndGet();
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        try {
            JvmResult result = AgentJvm.scenario(jvm, "OneSpan")
                    .agent()
                    .methods("com.acme.scenario.OneSpan[work]")
                    .property(
                            "fasttelemetry.endpoint",
                            "https://127.0.0.1:" + server.getAddress().getPort())
                    .property("fasttelemetry.certificate", certificate.toString())
                    .property("fasttelemetry.log.level", "info")
                    .property("fasttelemetry.shutdown.timeout", "30s")
                    .jvmArgs("-Xss144k")
                    .run()
                    .assertExit(0);

            assertThat(result.stderr()).contains("exported 1, ");
            assertThat(requests).hasValue(1);
        } finally {
            server.stop(0);
        }
    }
}
