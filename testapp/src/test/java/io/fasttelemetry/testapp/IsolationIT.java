/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.testapp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;

/** Agent and application do not see each other's classes, and the agent's own work is never traced. */
class IsolationIT {
    /**
     * Of everything that the agent brings along, a class each; but not its entry and its class
     * loader, which must be seen.
     */
    private static final List<String> AGENT_CLASSES = List.of(
            "okhttp3.OkHttpClient",
            "okio.Buffer",
            "kotlin.Unit",
            "com.google.protobuf.CodedOutputStream",
            "net.bytebuddy.asm.Advice",
            "io.opentelemetry.proto.trace.v1.Span",
            "io.fasttelemetry.agent.Agent",
            "io.fasttelemetry.agent.export.ExportLoop",
            "io.fasttelemetry.proto.SpanEncoder",
            "io.fasttelemetry.bootstrap.Tracer");

    @TempDir
    Path folder;

    @EachJvm
    void agentClasses_areHiddenFromTheApplication(TestJvm jvm) {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            JvmResult result = AgentJvm.scenario(jvm, "Visibility", AGENT_CLASSES.toArray(new String[0]))
                    .traced(receiver, "com.acme.scenario.Visibility[work]")
                    .run()
                    .assertExit(0);

            SpanCounts.assertNothingLost(result, receiver);
            assertThat(receiver.spans()).hasSize(1);
            assertThat(result.lines().subList(1, result.lines().size()))
                    .isEqualTo(
                            AGENT_CLASSES.stream().map(name -> name + " hidden").toList());
        }
    }

    /** The application's class path begins with broken classes of the same names; who asks for one gets an error. */
    @EachJvm
    void applicationClasses_areHiddenFromTheAgent(TestJvm jvm) throws IOException {
        for (String name : AGENT_CLASSES) {
            Path file = folder.resolve(name.replace('.', '/') + ".class");
            Files.createDirectories(file.getParent());
            Files.writeString(file, "no class file");
        }
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            String classPath = folder + File.pathSeparator + AgentJvm.scenarioClasses();
            JvmResult result = AgentJvm.main(jvm, classPath, "com.acme.scenario.Nested")
                    .traced(receiver, "com.acme.scenario.Nested[outer,middle,inner]")
                    .run()
                    .assertExit(0);

            SpanCounts.assertNothingLost(result, receiver);
            assertThat(receiver.spans()).hasSize(10);
        }
    }

    /**
     * The application has its own OkHttp, in which methods are traced that the agent's OkHttp calls for every request:
     * its own calls are spans and those of the agent are none.
     */
    @EachJvm
    void sendingSpans_makesNoSpans(TestJvm jvm) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
        String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/";
        String rules = "com.acme.scenario.OwnHttpClient[get];okhttp3.OkHttpClient[newCall];"
                + "okhttp3.internal.connection.RealCall[execute];java.net.Socket[connect]";
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            JvmResult result = AgentJvm.main(jvm, okHttpClassPath(), "com.acme.scenario.OwnHttpClient", url, "4")
                    .traced(receiver, rules)
                    .run()
                    .assertExit(0);

            SpanCounts counts = SpanCounts.assertNothingLost(result, receiver);
            assertThat(result.lines())
                    .containsExactly("true", "status 204", "status 204", "status 204", "status 204", "0");
            assertThat(counts.requests()).as("requests of the agent").isGreaterThan(1);
            assertThat(TraceShapes.of(receiver))
                    .hasSize(4)
                    .containsOnly("OwnHttpClient.get(OkHttpClient.newCall RealCall.execute)");
        } finally {
            server.stop(0);
        }
    }

    /** On 11 every class of the class path may reach into {@code java.lang}. */
    @EachJvm
    void agentsRights_areOutOfReach(TestJvm jvm) {
        assumeTrue(jvm.feature() > 15, "no strong encapsulation");
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            JvmResult result = AgentJvm.scenario(jvm, "Trespasser")
                    .traced(receiver, "com.acme.scenario.Trespasser[work];com.acme.scenario.Trespasser$Base[work]")
                    .run()
                    .assertExit(0);

            SpanCounts.assertNothingLost(result, receiver);
            assertThat(result.lines())
                    .containsExactly(
                            "work 2",
                            "threads of the agent: true",
                            "hidden classes found: 0 []",
                            "hidden classes found in calls: false",
                            "rights: []");
        }
    }

    /** The application makes all plain sockets of the JVM, and lets none connect. */
    @EachJvm
    void applicationsSocketFactory_isNotUsed(TestJvm jvm) {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            JvmResult result = AgentJvm.scenario(jvm, "SocketFactory")
                    .traced(receiver, "com.acme.scenario.SocketFactory[work]")
                    .run()
                    .assertExit(0);

            SpanCounts.assertNothingLost(result, receiver);
            assertThat(result.stdout()).isEqualTo("sockets made: 0\n");
            assertThat(receiver.spans()).hasSize(3);
        }
    }

    private static String okHttpClassPath() {
        return Stream.concat(
                        Stream.of(AgentJvm.scenarioClasses().toString()),
                        Stream.of(okhttp3.OkHttpClient.class, okio.Buffer.class, kotlin.Unit.class)
                                .map(type -> type.getProtectionDomain()
                                        .getCodeSource()
                                        .getLocation()
                                        .getPath()))
                .collect(Collectors.joining(File.pathSeparator));
    }
}
