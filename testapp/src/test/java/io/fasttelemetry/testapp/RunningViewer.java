/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.testapp;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The viewer in a process of its own, from the finished jar. */
final class RunningViewer implements AutoCloseable {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final RunningJvm process;
    private final String url;

    private RunningViewer(RunningJvm process) {
        this.process = process;
        String line = process.awaitLineStarting("viewer: ", SOON);
        url = line.substring("viewer: ".length(), line.indexOf("/   "));
    }

    static RunningViewer start(TestJvm jvm, String... arguments) {
        List<String> all = new ArrayList<>(List.of("view", "--port", "0"));
        all.addAll(List.of(arguments));
        return new RunningViewer(AgentJvm.jar(jvm, AgentJvm.agentJar(), all.toArray(String[]::new))
                .start());
    }

    String url() {
        return url;
    }

    RunningJvm process() {
        return process;
    }

    /** The answer of the page's API to a GET. */
    String get(String path) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(url + "/api/" + path)).build();
        HttpResponse<String> answer = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(path).isEqualTo(200);
        return answer.body();
    }

    void post(ExportTraceServiceRequest request) throws IOException, InterruptedException {
        HttpRequest post = HttpRequest.newBuilder(URI.create(url + "/v1/traces"))
                .header("Content-Type", "application/x-protobuf")
                .POST(HttpRequest.BodyPublishers.ofByteArray(request.toByteArray()))
                .build();
        assertThat(CLIENT.send(post, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(200);
    }

    /** Ids of the traces that match a query of the API. */
    List<String> traces(String query) throws IOException, InterruptedException {
        Matcher id = Pattern.compile("\\{\"id\":\"([0-9a-f]{32})\"").matcher(get("traces?" + query));
        List<String> ids = new ArrayList<>();
        while (id.find()) {
            ids.add(id.group(1));
        }
        return ids;
    }

    /** Runs the shop's traffic under the agent, which sends it here, and waits until all of it has arrived. */
    void runShop(TestJvm jvm, String service, int requests) {
        AgentJvm.shop(jvm, "ShopDemo", "--requests", Integer.toString(requests))
                .agent()
                .property("fasttelemetry.endpoint", url)
                .property("fasttelemetry.service.name", service)
                .property("fasttelemetry.shutdown.timeout", "30s")
                .interval(Duration.ofMillis(200))
                .methods(ShopTracesIT.RULES)
                .run()
                .assertExit(0);
    }

    @Override
    public void close() {
        process.close();
    }
}
