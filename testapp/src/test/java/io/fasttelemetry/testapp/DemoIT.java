/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.testapp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** {@code testapp/demo --view}: the shop and the viewer, until it is told to end. */
class DemoIT {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private static String memory(String viewer) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(viewer + "/api/memory")).build();
        return CLIENT.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    /** Whether nothing listens any more. A connection that breaks meanwhile does not tell. */
    private static boolean isGone(String viewer) throws InterruptedException {
        try {
            memory(viewer);
            return false;
        } catch (ConnectException e) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void view_showsTheShopUntilItIsInterrupted() throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(Path.of("demo").toAbsolutePath().toString(), "--view").redirectErrorStream(true);
        builder.environment().put("JAVA", TestJvm.any().java().toString());
        builder.environment().put("AGENT", AgentJvm.agentJar().toString());
        builder.environment().put("VIEW_PORT", "0");
        Process demo = builder.start();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(demo.getInputStream(), StandardCharsets.UTF_8))) {
            String line = lines.readLine();
            assertThat(line).startsWith("The shop is open: http://127.0.0.1:");
            line = lines.readLine();
            assertThat(line).startsWith("Its traces:       http://127.0.0.1:");
            String viewer = line.substring(line.indexOf("http"), line.indexOf("/   "));
            for (int i = 0; i < 300 && memory(viewer).contains("\"spans\":0,"); i++) {
                Thread.sleep(100);
            }
            assertThat(memory(viewer)).doesNotContain("\"spans\":0,");

            demo.destroy();

            assertThat(demo.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(demo.exitValue()).isEqualTo(130);
            boolean gone = false;
            for (int i = 0; i < 100 && !gone; i++) {
                Thread.sleep(100);
                gone = isGone(viewer);
            }
            assertThat(gone).isTrue();
        } finally {
            demo.descendants().forEach(ProcessHandle::destroyForcibly);
            demo.destroyForcibly();
        }
    }
}
